import {
  attributes,
  type Content,
  card,
  dataTable,
  figures,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  postButton,
  renewedFrom,
} from '../ui/index.ts';
import { type RunView, stateOf } from './words.ts';

export type RunPage = {
  run: RunView;
  csrf: string;
  remarks: readonly string[];
  /** The first refused rows. */
  refused: readonly { line: string; reason: string; start: string }[];
  /** The file is still here: it can be imported, or gone on with. */
  mappingHref: string | null;
};

/** The page of one run: its progress while it goes on, then what came of it. */
export function runPage(props: RunPage): Html {
  const { run } = props;
  return html`${pageHead({ title: `${run.dryRun ? '检查' : '导入'}：${run.source}`, back: { href: '/import', text: '导入工单' } })}
${runBody(props)}`;
}

/** The part that renews itself every second while the run goes on; without JavaScript a link does. */
export function runBody(props: RunPage): Html {
  const { run } = props;
  const renewal = run.running ? renewedFrom(`/import/${run.id}/progress`) : {};
  return html`<div ${attributes({ id: 'import-run', ...renewal })}>
<p class="ui-state">${stateOf(run)}<span>${run.fileName}，${run.startedAt} 由${run.who}开始</span></p>
${run.running ? progress(props) : result(props)}</div>`;
}

function progress({ run, csrf }: RunPage): Html {
  const share = run.total === 0 ? null : run.done;
  const bar = attributes({ class: 'w-100', max: Math.max(1, run.total), value: share, 'aria-label': '进度' });
  const words = run.total === 0 ? '正在读取文件' : `已处理 ${run.done} / ${run.total} 行`;
  return html`${card(
    run.dryRun ? '正在检查' : '正在导入',
    html`<p><progress ${bar}></progress></p><p>${words}</p>
<p class="ui-muted">可以离开此页，${run.dryRun ? '检查' : '导入'}会继续进行。<a href="/import/${run.id}">刷新进度</a></p>`,
  )}
${postButton({ action: `/import/${run.id}/stop`, csrf, text: '停止', tone: 'default', small: true })}`;
}

function result(props: RunPage): Html {
  const { run } = props;
  return html`${run.failure ? note('error', run.failure) : ''}
${figures([
  { label: '文件行数', value: String(run.total) },
  {
    label: run.dryRun ? '可以导入' : '已导入',
    value: String(run.imported),
    tone: run.imported > 0 ? 'done' : 'neutral',
  },
  { label: '已经在系统中', value: String(run.doubles) },
  {
    label: run.dryRun ? '不能导入' : '未导入',
    value: String(run.refused),
    tone: run.refused > 0 ? 'overdue' : 'neutral',
  },
])}
${nextSteps(props)}
${props.remarks.length > 0 ? card('提示', html`<ul class="ps-3">${props.remarks.map((text) => html`<li>${text}</li>`)}</ul>`) : ''}
${run.refused > 0 ? refusedRows(props) : ''}`;
}

function nextSteps({ run, csrf, mappingHref }: RunPage): Html {
  if (!mappingHref)
    return html`${run.failure ? linkButton({ href: '/import', text: '重新选择文件', tone: 'primary' }) : ''}`;
  const change = linkButton({ href: mappingHref, text: '修改对应关系' });
  const start: Content =
    run.dryRun && (run.failure || run.imported === 0)
      ? ''
      : postButton({
          action: `/import/${run.id}/start`,
          csrf,
          text: run.dryRun ? `导入 ${run.imported} 件` : '继续导入',
          tone: 'primary',
          confirm: '工单将以“已归档”导入，导入后不能批量撤销。确定导入吗？',
        });
  return html`<div class="ui-actions mb-3">${start}${change}</div>`;
}

function refusedRows({ run, refused }: RunPage): Html {
  const more =
    run.refused > refused.length ? `这里列出前 ${refused.length} 行，全部 ${run.refused} 行请下载查看。` : '';
  const table = dataTable({
    caption: '未导入的行',
    columns: [
      { key: 'line', label: '行号', align: 'end' },
      { key: 'reason', label: '原因' },
      { key: 'start', label: '该行开头' },
    ],
    rows: refused.map((row) => ({ cells: { line: row.line, reason: row.reason, start: row.start } })),
    foot: html`${more}下载的表格含原来的各列，更正后可以直接再次导入。`,
  });
  const download = linkButton({
    href: `/import/${run.id}/refused.csv`,
    text: '下载未导入的行',
    icon: 'download',
    small: true,
  });
  return card(run.dryRun ? '不能导入的行' : '未导入的行', table, { actions: download });
}
