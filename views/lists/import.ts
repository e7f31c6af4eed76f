import {
  type Column,
  card,
  csrfField,
  dataTable,
  disclosure,
  errorSummary,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  submitButton,
} from '../ui/index.ts';
import { tableField } from './table-field.ts';

export type ListWords = {
  href: string;
  title: string;
  /** What a file of it is called. */
  file: string;
  /** Counts are given as "3 个", and in full as "3 个单位". */
  unit: string;
  counted: string;
  /** How a file is to be filled in. */
  rules: readonly string[];
  /** What tells a line of the preview from others. */
  names: readonly Column[];
  /** What else of a line the preview shows, where the words do not say it. */
  rest: readonly Column[];
};

/** First step: choose the file. */
export function importView(props: { csrf: string; words: ListWords; error: string | null }): Html {
  const { href, title, file, rules } = props.words;
  const { error } = props;
  const form = html`<form method="post" action="${href}/import" enctype="multipart/form-data" novalidate>${csrfField(props.csrf)}
${errorSummary(error ? [{ name: 'file', text: error }] : [], '文件没有读取成功')}
${tableField({ label: file, error, help: 'CSV 文件，Excel、WPS 另存的均可，不超过 2 MB。' })}
${formActions([submitButton({ text: '上传并预览', tone: 'primary' }), linkButton({ href, text: '返回', tone: 'quiet' })])}</form>`;
  const head = pageHead({
    title: `批量导入${title}`,
    sub: '先预览，确认后才会写入',
    back: { href, text: title },
    actions: linkButton({ href: `${href}/import/template.csv`, text: '下载模板', icon: 'download' }),
  });
  return html`${head}
${card(null, form)}${card('填写说明', bullets(rules, 'ps-3'), { tone: 'quiet' })}`;
}

export type PreviewRow = {
  line: number;
  outcome: 'add' | 'change' | 'same' | 'refused';
  /** What changes, or why it is refused. */
  words: string;
  cells: Readonly<Record<string, string>>;
};

export type PreviewProps = {
  csrf: string;
  words: ListWords;
  key: string;
  fingerprint: string;
  fileName: string;
  counts: Readonly<Record<PreviewRow['outcome'], number>>;
  rows: readonly PreviewRow[];
  problems: readonly string[];
  error: string | null;
};

/** Second step: what would happen, then confirm. */
export function previewView(props: PreviewProps): Html {
  const { counts, words } = props;
  const { href, unit } = words;
  const sub = `${props.fileName}：新增 ${counts.add} ${unit}，更新 ${counts.change} ${unit}，无变化 ${counts.same} ${unit}，不导入 ${counts.refused} 行`;
  return html`${pageHead({ title: '核对导入内容', sub, back: { href: `${href}/import`, text: '重新选择文件' } })}
${props.error ? note('warn', props.error) : ''}
${oddities(props.problems)}
${confirmForm(props)}
<div class="mt-3">${(['refused', 'add', 'change', 'same'] as const).map((outcome) => part(outcome, words, props.rows))}</div>`;
}

function confirmForm({ csrf, words, key, fingerprint, counts }: PreviewProps): Html {
  const action = `${words.href}/import/${key}`;
  const writes = counts.add + counts.change;
  const cancel = submitButton({ text: '放弃', tone: 'quiet', formaction: `${action}/discard` });
  const confirm = submitButton({ text: `确认导入 ${writes} ${words.counted}`, tone: 'primary' });
  const nothing = html`<p class="ui-muted">没有需要写入的内容。</p>`;
  return html`<form method="post" action="${action}">${csrfField(csrf)}<input type="hidden" name="fingerprint" value="${fingerprint}">
${writes > 0 ? '' : nothing}${formActions(writes > 0 ? [confirm, cancel] : [cancel])}</form>`;
}

/** `why`: the heading over a line's words; without it they say nothing. */
const PARTS: Readonly<Record<PreviewRow['outcome'], { title: string; why?: string; hint?: string }>> = {
  refused: { title: '不导入的行', why: '原因', hint: '改好文件后可以再次导入，已导入的不会重复。' },
  add: { title: '将新增' },
  change: { title: '将更新', why: '更新内容' },
  same: { title: '无变化' },
};

function part(outcome: PreviewRow['outcome'], { names, rest }: ListWords, all: readonly PreviewRow[]): Html {
  const rows = all.filter((row) => row.outcome === outcome);
  if (rows.length === 0) return html``;
  const { title, why, hint } = PARTS[outcome];
  const more = why === undefined ? rest : [{ key: 'words', label: why, grow: true }];
  const table = dataTable({
    caption: title,
    columns: [{ key: 'line', label: '行号' }, ...names, ...more],
    rows: rows.map(({ line, words, cells }) => ({ cells: { ...cells, line, words } })),
  });
  const counted = `${title}（${rows.length}）`;
  if (outcome === 'same') return disclosure(counted, table);
  return card(counted, html`${hint ? html`<p class="ui-muted">${hint}</p>` : ''}${table}`);
}

/** What was odd in the file: said at once when it is little, behind a word when it is much. */
function oddities(problems: readonly string[]): Html {
  if (problems.length === 0) return html``;
  const list = bullets(problems, 'ps-3 mb-0');
  return note('warn', problems.length > 3 ? disclosure(`文件中有 ${problems.length} 处请留意`, list) : list);
}

function bullets(lines: readonly string[], look: string): Html {
  return html`<ul class="${look}">${lines.map((text) => html`<li>${text}</li>`)}</ul>`;
}
