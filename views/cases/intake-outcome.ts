import type { Typed } from '../../src/web/forms.ts';
import { definitionList, disclosure, type Html, hiddenField, html, note, submitButton } from '../ui/index.ts';
import { type FormField, formField } from './act-form.ts';

export type Reason = { name: string; explanation: string; guidance: string; referral: string | null };

export type OutcomeProps = {
  outcome: 'answer' | 'reject';
  fields: readonly FormField[];
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  /** 不予受理: the chosen reason in full, and all of them where no script can show the chosen one. */
  reason: Reason | null;
  reasons: readonly Reason[];
};

const TITLES = { answer: '当场答复', reject: '不予受理' } as const;
const CONFIRM = { answer: '确认答复并办结', reject: '确认不予受理' } as const;

/** The fields of an outcome, in place beneath the request; its own button confirms. */
export function outcomeView(props: OutcomeProps): Html {
  const fields = props.fields.map((each) => {
    const drawn = formField(each, props.typed, props.errors);
    return each.name === 'reason' ? html`${drawn}${reasonPlace(props.reason, props.reasons)}` : drawn;
  });
  return html`<section class="ui-card" aria-label="${TITLES[props.outcome]}"><div class="ui-card-head"><h2>${TITLES[props.outcome]}</h2></div>
${hiddenField('opened', props.outcome)}${fields}
<div class="ui-actions">${submitButton({ text: CONFIRM[props.outcome], tone: 'primary', key: 'Ctrl+Enter', name: 'outcome', value: props.outcome })}${submitButton({ text: '取消', tone: 'quiet', name: 'outcome', value: '' })}</div></section>`;
}

/** A press fills the place of the outcome; without JavaScript the whole page comes back with it filled. */
export const inPlace = {
  'hx-post': '/intake/outcome',
  'hx-target': '#act',
  'hx-swap': 'innerHTML',
  'hx-status:4xx': 'swap:none',
  'hx-status:5xx': 'swap:none',
};

/** Asks for the words of the reason as soon as it is chosen. */
function reasonPlace(reason: Reason | null, reasons: readonly Reason[]): Html {
  const all = reasons.map((each) => html`<h3>${each.name}</h3>${reasonWords(each)}`);
  return html`<div id="reason-words" hx-get="/intake/reason" hx-trigger="change from:[name=reason]" hx-include="[name=reason]" hx-swap="innerHTML" hx-status:4xx="swap:none" hx-status:5xx="swap:none">${reason ? reasonWords(reason) : ''}</div><noscript>${disclosure('各项原因的说明与告知用语', html`${all}`)}</noscript>`;
}

/** What the reason means, what to read to the caller, and where else to turn (Q-A3). */
export function reasonWords(reason: Reason): Html {
  return note(
    'info',
    definitionList([
      ['说明', reason.explanation],
      ['告知用语', html`<strong>${reason.guidance}</strong>`],
      ['转介电话', reason.referral ? html`<strong>${reason.referral}</strong>` : null],
    ]),
  );
}
