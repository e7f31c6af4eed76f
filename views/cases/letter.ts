import { type Assets, type Html, html, printLayout, prose } from '../ui/index.ts';

export type LetterProps = {
  letterhead: string;
  /** Full name of the outside unit, and whom it reaches there. */
  to: string;
  attention: string;
  number: string;
  headline: string;
  facts: readonly (readonly [string, string])[];
  text: string;
  opinion: string;
  /** It only advises the lead agency. */
  assisting: boolean;
  confidential: boolean;
  urgent: boolean;
  dueText: string | null;
  replyTo: readonly (readonly [string, string])[];
  /** Local day of the letter. */
  day: string;
  printedBy: string;
  printedAt: string;
  assets: Assets;
};

/** A letter on A4 to a unit outside the hotline's own agencies (Q-B5). It never names the citizen. */
export function letterView(props: LetterProps): Html {
  const row = (term: string, value: string | Html) =>
    html`<tr><th scope="row">${term}</th><td>${value}</td></tr>`;
  const rows = (list: LetterProps['facts']) =>
    list.filter(([, value]) => value).map(([term, value]) => row(term, value));
  const main = html`<p>${props.to}${props.attention ? `（${props.attention}）` : ''}：</p>
<p>${opening(props)}</p>
<table class="ui-sheet-table"><tbody>
${row('诉求标题', props.headline)}${rows(props.facts)}
${row('诉求内容', prose(props.text))}
${row('诉求人', citizenWords(props.confidential))}
${props.opinion ? row('办理要求', prose(props.opinion)) : ''}
${row('答复时限', props.dueText ? `${props.dueText} 前` : '请尽快答复')}
${row('答复内容', props.assisting ? '协办意见，由签发人签字或盖章' : '办理情况、可向诉求人公开的答复、办理结论，由签发人签字或盖章')}
${rows(props.replyTo)}
</tbody></table>
<p>请在复函中注明工单号 ${props.number}。${props.assisting ? '协办意见由牵头单位汇总，请勿直接答复诉求人。' : '答复由本热线告知诉求人。'}</p>
<p class="text-end">${props.letterhead}</p><p class="text-end">${props.day}</p>`;
  return printLayout({
    title: props.urgent ? '诉求转办函（紧急）' : '诉求转办函',
    letterhead: props.letterhead,
    assets: props.assets,
    meta: html`工单号 ${props.number}`,
    watermark: `${props.printedBy} 打印于 ${props.printedAt}`,
    main,
  });
}

function opening({ assisting, dueText }: LetterProps): string {
  const wanted = assisting ? '现请贵单位协办，提出协办意见' : '现转请贵单位依职责办理';
  return `本热线收到以下诉求，${wanted}${dueText ? `，并于 ${dueText} 前函复` : '，并及时函复'}。`;
}

function citizenWords(confidential: boolean): string {
  return confidential
    ? '诉求人要求保密。需要了解情况的，请与本热线联系，由热线转达。'
    : '身份信息由本热线保管。需要联系诉求人的，请与本热线联系。';
}
