import {
  card,
  csrfField,
  definitionList,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  submitButton,
} from '../ui/index.ts';

/** How much room there is and what could be cleaned up. */
export function diskCard(props: {
  facts: readonly (readonly [string, string])[];
  canRelease: boolean;
}): Html {
  const release = props.canRelease ? html`<a href="/health/ballast">释放预留空间</a>` : '';
  return card('磁盘空间', definitionList(props.facts), { actions: release });
}

/** Asks before the reserve is given away. */
export function releaseView(props: { size: string; csrf: string; roomy: boolean }): Html {
  return html`${pageHead({ title: '释放预留空间', sub: `现有 ${props.size}` })}
${props.roomy ? ROOMY : FULL}
<p>释放后工单等数据不受影响。清理出足够的空间后，系统会自动重新预留。这次操作会记入操作日志。</p>
<form method="post" action="/health/ballast">${csrfField(props.csrf)}${formActions([
    submitButton({ text: props.roomy ? '仍要释放' : '释放预留空间', tone: 'danger' }),
    linkButton({ text: '返回运行状况', href: '/health/page' }),
  ])}</form>`;
}

const ROOMY = note(
  'info',
  '现在磁盘没有写满，不需要释放。预留空间只在磁盘写满、来不及清理时使用；现在释放，写满时就没有余地了。',
);
const FULL = note('warn', '释放后登记和办理随即恢复。请立即清理磁盘，否则再次写满后没有余地了。');
