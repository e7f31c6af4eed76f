import { type Html, html } from '../ui/index.ts';

export type CellKind = 'holiday' | 'workday' | 'half_morning' | 'half_afternoon' | 'weekend' | 'ordinary';

/** The one character in a day's cell, and what it stands for. */
const MARKS: Readonly<Record<CellKind, readonly [mark: string, words: string]>> = {
  holiday: ['休', '放假'],
  workday: ['班', '调休上班'],
  half_morning: ['上', '上午上班'],
  half_afternoon: ['下', '下午上班'],
  weekend: ['', '周末'],
  ordinary: ['', ''],
};

export function markOf(kind: CellKind): string {
  return MARKS[kind][0];
}

export function wordsOf(kind: CellKind): string {
  return MARKS[kind][1];
}

/** What the marks and colours mean. */
export function legend(): Html {
  const kinds = ['holiday', 'workday', 'half_morning', 'half_afternoon', 'weekend'] as const;
  const items = kinds.map(
    (kind) =>
      html`<li><span class="cal-swatch" data-kind="${kind}" aria-hidden="true">${markOf(kind)}</span>${wordsOf(kind)}</li>`,
  );
  return html`<ul class="cal-legend" aria-label="图例">${items}</ul>`;
}
