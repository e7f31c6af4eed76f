import type { Moment } from '../cases/queue.ts';
import { dataTable, emptyState, type Html, html, pageHead, timeTag } from '../ui/index.ts';

export type InboundLine = { at: Moment; sender: string; text: string };

/** SMS to the hotline of numbers without a case, newest first. */
export function inboundView(lines: readonly InboundLine[]): Html {
  const head = pageHead({
    title: '来信短信',
    sub: '找不到对应工单的来信短信，最新的 200 条。能找到工单的列在该工单的办理过程中。号码只显示一部分。',
  });
  const table = dataTable({
    caption: '来信短信',
    columns: [
      { key: 'at', label: '收到' },
      { key: 'sender', label: '号码' },
      { key: 'text', label: '内容' },
    ],
    rows: lines.map(({ at, sender, text }) => ({
      cells: { at: timeTag(at.at, at.text, at.exact), sender, text },
    })),
    empty: emptyState({
      title: '没有找不到工单的来信短信',
      text: '短信网关转来的短信中，对应不到工单的会列在这里。',
    }),
  });
  return html`${head}${table}`;
}
