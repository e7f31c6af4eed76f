import { type Content, type Html, html } from './html.ts';
import { statusBadge, type Tone, timeTag } from './words.ts';

/** How something stands, in a word and, where it helps, why. */
export type State = { tone: Tone; text: string; why?: string };
/** A moment as people say it, and exactly. */
export type When = { at: number; text: string; exact: string };

export function stateBadge({ tone, text, why }: State): Html {
  return html`<div>${statusBadge(tone, text)}${why ? html`<div class="ui-muted">${why}</div>` : ''}</div>`;
}

/** When it was; nothing yet where there is none. */
export function whenOrNever(when: When | null): Content {
  return when ? timeTag(when.at, when.text, when.exact) : '尚无';
}
