import {
  type Column,
  card,
  csrfField,
  dataTable,
  disclosure,
  errorSummary,
  field,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  submitButton,
} from '../ui/index.ts';

const BACK = { href: '/agencies', text: '承办单位' };

/** First step: choose the file. */
export function importView(props: { csrf: string; error: string | null }): Html {
  const template = linkButton({ href: '/agencies/import/template.csv', text: '下载模板', icon: 'download' });
  const form = html`<form method="post" action="/agencies/import" enctype="multipart/form-data" novalidate>${csrfField(props.csrf)}
${errorSummary(props.error ? [{ name: 'file', text: props.error }] : [], '文件没有读取成功')}
${field({
  name: 'file',
  label: '单位清单',
  widget: 'file',
  accept: '.csv,text/csv',
  maxMb: 2,
  required: true,
  error: props.error,
  help: 'CSV 文件，Excel、WPS 另存的均可，不超过 2 MB。',
})}
${formActions([submitButton({ text: '上传并预览', tone: 'primary' }), linkButton({ href: '/agencies', text: '返回', tone: 'quiet' })])}</form>`;
  return html`${pageHead({ title: '批量导入承办单位', sub: '先预览，确认后才会写入', back: BACK, actions: template })}
${card(null, form)}${card('填写说明', rules(), { tone: 'quiet' })}`;
}

function rules(): Html {
  return html`<ul class="ps-3">
<li>只有“单位名称”必填；名称相同的按已有单位更新，不会重复新增。</li>
<li>空白格不改动已有内容；需要清空时请在单位页面上修改。</li>
<li>上级单位填全称或简称，排在前面或后面都可以。</li>
<li>省、市或辖区外的单位在“外部单位”中填“是”，通过函件办理，不需要人员。</li>
<li>类型填县政府、部门、乡镇街道、科室、企业之一；不填时按名称推断，可在预览中核对。</li>
</ul>`;
}

export type PreviewRow = {
  line: number;
  name: string;
  shortName: string;
  parent: string;
  kindText: string;
  outcome: 'add' | 'change' | 'same' | 'refused';
  words: string;
};

export type PreviewProps = {
  csrf: string;
  key: string;
  fingerprint: string;
  fileName: string;
  counts: Readonly<Record<PreviewRow['outcome'], number>>;
  rows: readonly PreviewRow[];
  problems: readonly string[];
  error: string | null;
};

const PARTS: Readonly<Record<PreviewRow['outcome'], { title: string; words?: string }>> = {
  refused: { title: '不导入的行', words: '改好文件后可以再次导入，已导入的不会重复。' },
  add: { title: '将新增' },
  change: { title: '将更新' },
  same: { title: '无变化' },
};

/** Second step: what would happen, then confirm. */
export function previewView(props: PreviewProps): Html {
  const { counts } = props;
  const sub = `${props.fileName}：新增 ${counts.add} 个，更新 ${counts.change} 个，无变化 ${counts.same} 个，不导入 ${counts.refused} 行`;
  return html`${pageHead({ title: '核对导入内容', sub, back: { href: '/agencies/import', text: '重新选择文件' } })}
${props.error ? note('warn', props.error) : ''}
${oddities(props.problems)}
${confirmForm(props)}
<div class="mt-3">${(['refused', 'add', 'change', 'same'] as const).map((outcome) => part(outcome, props.rows))}</div>`;
}

function confirmForm(props: PreviewProps): Html {
  const { add, change } = props.counts;
  const cancel = submitButton({
    text: '放弃',
    tone: 'quiet',
    formaction: `/agencies/import/${props.key}/discard`,
  });
  const confirm = submitButton({ text: `确认导入 ${add + change} 个单位`, tone: 'primary' });
  const nothing = html`<p class="ui-muted">没有需要写入的内容。</p>`;
  return html`<form method="post" action="/agencies/import/${props.key}">${csrfField(props.csrf)}<input type="hidden" name="fingerprint" value="${props.fingerprint}">
${add + change > 0 ? '' : nothing}${formActions(add + change > 0 ? [confirm, cancel] : [cancel])}</form>`;
}

const LINE: Column = { key: 'line', label: '行号' };
const NAME: Column = { key: 'name', label: '单位名称' };
const PLACE: readonly Column[] = [
  { key: 'short', label: '简称' },
  { key: 'parent', label: '上级单位' },
  { key: 'kind', label: '类型' },
];
const COLUMNS: Readonly<Record<PreviewRow['outcome'], readonly Column[]>> = {
  add: [LINE, NAME, ...PLACE],
  change: [LINE, NAME, { key: 'words', label: '更新内容', grow: true }],
  same: [LINE, NAME, ...PLACE],
  refused: [LINE, NAME, { key: 'words', label: '原因', grow: true }],
};

function part(outcome: PreviewRow['outcome'], all: readonly PreviewRow[]): Html {
  const rows = all.filter((row) => row.outcome === outcome);
  if (rows.length === 0) return html``;
  const { title, words } = PARTS[outcome];
  const table = dataTable({
    caption: title,
    columns: COLUMNS[outcome],
    rows: rows.map((row) => ({
      cells: {
        line: row.line,
        name: row.name || '（未填）',
        short: row.shortName,
        parent: row.parent,
        kind: row.kindText,
        words: row.words,
      },
    })),
  });
  const counted = `${title}（${rows.length}）`;
  if (outcome === 'same') return disclosure(counted, table);
  return card(counted, html`${words ? html`<p class="ui-muted">${words}</p>` : ''}${table}`);
}

/** What was odd in the file: said at once when it is little, behind a word when it is much. */
function oddities(problems: readonly string[]): Html {
  if (problems.length === 0) return html``;
  const list = html`<ul class="ps-3 mb-0">${problems.map((text) => html`<li>${text}</li>`)}</ul>`;
  return note('warn', problems.length > 3 ? disclosure(`文件中有 ${problems.length} 处请留意`, list) : list);
}
