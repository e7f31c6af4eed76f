import {
  card,
  csrfField,
  dataTable,
  emptyState,
  errorSummary,
  field,
  formActions,
  type Html,
  html,
  note,
  pageHead,
  submitButton,
} from '../ui/index.ts';
import { type RunView, stateOf } from './words.ts';

/** Where an import begins: choose a file; below, what was imported before. */
export function importStart(props: {
  csrf: string;
  maxMb: number;
  error: string | null;
  running: RunView | null;
  runs: readonly RunView[];
}): Html {
  return html`${pageHead({ title: '导入工单', sub: '把其他系统里的历史工单从 CSV 文件导入，用于检索、比对和统计。' })}
${props.running ? note('info', html`“${props.running.source}”${props.running.dryRun ? '正在检查' : '正在导入'}，同一时间只能处理一个文件。<a href="/import/${props.running.id}">查看进度</a>`) : ''}
${card('选择文件', chooseFile(props))}
${card('导入记录', runsTable(props.runs))}`;
}

function chooseFile(props: { csrf: string; maxMb: number; error: string | null }): Html {
  const help = `逗号、分号或制表符分隔，UTF-8 或国标编码均可，最大 ${props.maxMb} MB。更大的文件请由系统管理员在服务器上用命令行导入。`;
  return html`<form method="post" action="/import" enctype="multipart/form-data">${csrfField(props.csrf)}
${errorSummary(props.error ? [{ name: 'file', text: props.error }] : [])}
${field({ name: 'file', label: 'CSV 文件', widget: 'file', accept: '.csv,.txt,.tsv,text/csv', required: true, maxMb: props.maxMb, help, error: props.error })}
<ul class="ui-muted ps-3">
<li>第一行为列名，其后每行一件诉求。诉求内容、来电时间必须有，其余列可有可无。</li>
<li>历史工单全部以“已归档”导入：不进入任何队列，不计时限，不发提醒；原有答复一并保留。</li>
<li>同一来源的同一编号只导入一次，重复导入同一文件不会产生重复工单，也不会改动已有工单。</li>
<li>下一步先核对各列的含义并检查，检查不写入任何工单。</li>
</ul>
${formActions([submitButton({ text: '下一步', tone: 'primary' })])}</form>`;
}

function runsTable(runs: readonly RunView[]): Html {
  return dataTable({
    caption: '导入记录',
    columns: [
      { key: 'at', label: '时间' },
      { key: 'source', label: '来源' },
      { key: 'state', label: '状态' },
      { key: 'total', label: '行数', align: 'end' },
      { key: 'imported', label: '导入', align: 'end' },
      { key: 'doubles', label: '已有', align: 'end' },
      { key: 'refused', label: '未导入', align: 'end' },
      { key: 'who', label: '操作人' },
    ],
    rows: runs.map((run) => ({
      cells: {
        at: html`<a href="/import/${run.id}">${run.startedAt}</a>`,
        source: run.source,
        state: stateOf(run),
        total: run.total,
        imported: run.dryRun ? '—' : run.imported,
        doubles: run.doubles,
        refused: run.refused,
        who: run.who,
      },
    })),
    empty: emptyState({
      title: '还没有导入过',
      text: '每次检查和导入的结果会列在这里。请先在上方选择文件。',
    }),
  });
}
