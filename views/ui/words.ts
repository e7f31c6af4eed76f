import { attributes, type Html, html } from './html.ts';
import { icon } from './icons.ts';

/** What a colour means. The word beside it always says the same (never colour alone). */
export type Tone = 'new' | 'due' | 'overdue' | 'done' | 'neutral';
export type ClockTone = 'overdue' | 'due' | 'ok' | 'met' | 'none';

const CLOCK_TONES: Record<ClockTone, Tone | 'plain'> = {
  overdue: 'overdue',
  due: 'due',
  ok: 'plain',
  met: 'done',
  none: 'plain',
};

/** A point in time as people say it, exact on hover. `at` is epoch milliseconds. */
export function timeTag(at: number, text: string, exact: string): Html {
  return html`<time datetime="${new Date(at).toISOString()}" title="${exact}">${text}</time>`;
}

/** A state in one or two words. */
export function statusBadge(tone: Tone, text: string): Html {
  return html`<span class="ui-badge" data-tone="${tone}">${text}</span>`;
}

/** The nearest clock in words: 剩 3 小时, 超期 1 天. */
export function clockBadge(clock: {
  text: string;
  tone: ClockTone;
  title?: string | null | undefined;
}): Html {
  const given = attributes({ 'data-tone': CLOCK_TONES[clock.tone], title: clock.title || null });
  return html`<span class="ui-badge ui-clock" ${given}>${clock.text}</span>`;
}

export interface Flags {
  urgent?: boolean | undefined;
  emergency?: boolean | undefined;
  confidential?: boolean | undefined;
  anonymous?: boolean | undefined;
}

const FLAG_WORDS = [
  ['urgent', '急', '紧急', 'overdue'],
  ['emergency', '突', '突发事件', 'overdue'],
  ['confidential', '密', '要求保密', 'neutral'],
  ['anonymous', '匿', '匿名', 'neutral'],
] as const;

/** One-character marks 急 突 密 匿, spoken in full by screen readers. Empty when none is set. */
export function flags(set: Flags): Html {
  const marks = FLAG_WORDS.filter(([key]) => set[key]).map(
    ([, mark, word, tone]) =>
      html`<span class="ui-flag" data-tone="${tone}" role="img" aria-label="${word}" title="${word}">${mark}</span>`,
  );
  return html`${marks}`;
}

export type NoteTone = 'info' | 'ok' | 'warn' | 'error';

const NOTE_ICONS = { info: 'info', ok: 'check', warn: 'alert', error: 'alert' } as const;
/** Of a note about how something stands, not about what somebody just did. */
export const STATE_WORDS = { info: '说明', ok: '正常', warn: '注意', error: '告警' } as const;
const NOTE_WORDS = { info: '说明', ok: '已完成', warn: '注意', error: '未完成' } as const;

/**
 * A quiet block that explains, confirms or warns in place. Errors and warnings are announced when they arrive.
 * @param word stands for the colour to those who hear the page: what is a state was neither done nor left undone
 */
export function note(tone: NoteTone, text: Html | string, word: string = NOTE_WORDS[tone]): Html {
  const role = tone === 'error' ? 'alert' : tone === 'info' ? 'note' : 'status';
  return html`<div class="ui-note" data-tone="${tone}" role="${role}">${icon(NOTE_ICONS[tone])}<span class="visually-hidden">${word}：</span><div>${text}</div></div>`;
}

/** The name of a key beside a word, letters as they stand on the keyboard: F8, N, Ctrl+S. */
export function keyHint(key: string | null | undefined): Html {
  const shown = key?.replace(/(^|\+)[a-z]$/, (letter) => letter.toUpperCase());
  return shown ? html`<kbd class="ui-key" aria-hidden="true">${shown}</kbd>` : html``;
}
