import { fieldId } from './fields.ts';
import { attributes, type Content, classes, type Html, html } from './html.ts';
import { icon } from './icons.ts';

export interface FormError {
  /** Field the message belongs to; null for the form as a whole. */
  name: string | null;
  text: string;
  idPrefix?: string | undefined;
}

/** What must be corrected, at the top of the form, each linked to its field. Nothing when there is none. */
export function errorSummary(
  errors: readonly FormError[],
  title = '请先更正以下内容，已填写的内容都还在',
): Html {
  if (errors.length === 0) return html``;
  const lines = errors.map((error) =>
    error.name === null
      ? html`<li>${error.text}</li>`
      : html`<li><a href="#${fieldId(error.name, error.idPrefix)}">${error.text}</a></li>`,
  );
  return html`<div class="ui-note ui-error-summary" data-tone="error" role="alert" tabindex="-1">${icon('alert')}<div><strong>${title}</strong><ul>${lines}</ul></div></div>`;
}

/** The row of buttons that ends a form; on a phone it stays within the thumb's reach. */
export function formActions(buttons: readonly Html[], aside: Content = ''): Html {
  return html`<div class="ui-actions">${buttons}${aside ? html`<div class="ui-actions-aside">${aside}</div>` : ''}</div>`;
}

/** Fields side by side where there is room. */
export function fieldRow(fields: readonly Html[], columns: 2 | 3 | 4 = 2): Html {
  return html`<div class="ui-field-row" data-columns="${columns}">${fields}</div>`;
}

/** What will happen when the form is sent: 将通知城管局值班手机，签收时限 14:30. */
export function consequence(text: Content): Html {
  return html`<p class="ui-consequence">${icon('info')}<span>${text}</span></p>`;
}

/** Where autosave.js says that the draft is kept. `text` is what is true now: 草稿已保存 14:05:22, or empty. */
export function autosaveStatus(text = ''): Html {
  return html`<span class="ui-autosave" data-autosave-status>${text}</span>`;
}

export interface Phrase {
  title: string;
  text: string;
}

/** Cards with standard phrases; one press writes the phrase into the field (forms.js). */
export function phraseCards(phrases: readonly Phrase[], fieldName: string, idPrefix?: string): Html {
  const target = `#${fieldId(fieldName, idPrefix)}`;
  const cards = phrases.map((phrase) => {
    const own = attributes({ class: 'ui-phrase', 'data-fill': target, 'data-text': phrase.text });
    return html`<li><button type="button" ${own}><strong>${phrase.title}</strong><span>${phrase.text}</span></button></li>`;
  });
  return html`<ul class="ui-phrases">${cards}</ul>`;
}

/** A form in a filter bar: GET, fields in one line, chips beneath. */
export function filterBar(props: {
  action: string;
  fields: readonly Html[];
  /** What the address carries beside the fields (the chosen view, the order). */
  keep?: Readonly<Record<string, string>> | undefined;
  submitText?: string | undefined;
  resetHref?: string | null | undefined;
}): Html {
  const kept = Object.entries(props.keep ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const reset = props.resetHref
    ? html`<a class="ui-filter-reset" href="${props.resetHref}">清除条件</a>`
    : '';
  return html`<details class="ui-filter-toggle"><summary class="btn">筛选条件</summary></details><form class="ui-filter" method="get" action="${props.action}" role="search" aria-label="筛选">${kept}${props.fields}<button class="btn" type="submit">${props.submitText ?? '筛选'}</button>${reset}</form>`;
}

export interface Chip {
  label: string;
  value: string;
  removeHref: string;
}

/** The conditions in force; each is a link that takes it away. */
export function filterChips(chips: readonly Chip[]): Html {
  if (chips.length === 0) return html``;
  const items = chips.map(
    (chip) =>
      html`<li><a class="${classes('ui-chip')}" href="${chip.removeHref}" title="去掉此条件"><span>${chip.label}：${chip.value}</span><span class="visually-hidden">，去掉此条件</span>${icon('x')}</a></li>`,
  );
  return html`<ul class="ui-chips" aria-label="已选条件">${items}</ul>`;
}
