import { disclosure, type Html, html, note, statusBadge, type Tone, timeTag } from '../ui/index.ts';
import type { Moment } from './queue.ts';

/** A case in one line beside the form. */
export type CaseLine = {
  id: number;
  number: string;
  headline: string;
  state: string;
  tone: Tone;
  agency: string | null;
  at: Moment;
};

export type CallerProps = {
  /** The number as the system understood it, to read back to the caller; null while there is none. */
  phone: string | null;
  hint: string | null;
  cases: readonly CaseLine[];
  totalText: string;
};

/** Who is calling: the number read back, and what they called about before, open cases first. */
export function callerView(props: CallerProps): Html {
  if (props.phone === null) return html`<p class="ui-muted">填写来电号码后，这里显示此号码以前的工单。</p>`;
  const hint = props.hint ? note('warn', props.hint) : '';
  const head = html`<p><strong>${props.phone}</strong> <span class="ui-muted">${props.totalText}</span></p>`;
  return html`${hint}${head}${caseLines(props.cases)}`;
}

/** Requests of the last months that speak of the same. */
export function similarView(cases: readonly CaseLine[], typed: boolean): Html {
  if (cases.length > 0) return caseLines(cases);
  const words = typed
    ? '近半年没有相似的工单。'
    : '填写诉求内容后，这里显示近半年相似的工单，便于发现重复诉求。';
  return html`<p class="ui-muted">${words}</p>`;
}

/** Opens beside the form, so that nothing typed is left. */
function caseLines(cases: readonly CaseLine[]): Html {
  const lines = cases.map((each) => {
    const agency = each.agency ? html`<span class="ui-muted"> ${each.agency}</span>` : '';
    return html`<li><a class="ui-phrase" href="/cases/${each.id}" target="_blank" rel="noopener"><strong>${each.headline}</strong><span>${statusBadge(each.tone, each.state)}${agency} ${timeTag(each.at.at, each.at.text, each.at.exact)} <span class="ui-muted">${each.number}</span></span></a></li>`;
  });
  return html`<ul class="ui-phrases">${lines}</ul>`;
}

export type PhraseStage = { title: string; phrases: readonly { title: string; text: string }[] };

/** Words to say, by the stage of the call (H-A2). They are spoken, not typed: nothing here can be pressed. */
export function phrasesView(stages: readonly PhraseStage[]): Html {
  const parts = stages
    .filter((stage) => stage.phrases.length > 0)
    .map((stage, index) => disclosure(stage.title, phraseList(stage.phrases), index === 0));
  return html`${parts}`;
}

function phraseList(phrases: PhraseStage['phrases']): Html {
  const lines = phrases.map(
    (phrase) => html`<li class="ui-phrase"><strong>${phrase.title}</strong><div>${phrase.text}</div></li>`,
  );
  return html`<ul class="ui-phrases">${lines}</ul>`;
}
