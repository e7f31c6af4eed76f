import {
  attributes,
  definitionList,
  failureNote,
  field,
  formActions,
  type Html,
  html,
  note,
  prose,
  type ShownFailure,
  submitButton,
} from '../ui/index.ts';

export type RatingPage = {
  number: string;
  kind: string;
  received: string;
  /** How the case stands, in one sentence. */
  state: string;
  answer: { title: string; text: string } | null;
  levels: readonly { value: string; text: string }[];
  rated: { level: string; text: string; at: string; note: string } | null;
  time: 'before' | 'open' | 'over' | 'never';
  /** Until when it can be rated, once it is answered. */
  until: string;
  /** The hotline's number. */
  hotline: string;
};

/** What stood in a form that was not taken. */
export type RatingTyped = { satisfaction: string; note: string };

/** A citizen's own page, opened from an SMS on a phone: how the case stands, the answer, five levels to choose from. */
export function ratingView(page: RatingPage, failure: ShownFailure, typed: RatingTyped | null): Html {
  const facts: [string, string][] = [
    ['工单号', page.number],
    ['类型', page.kind],
    ['登记时间', page.received],
  ];
  const answer = page.answer ? part(page.answer.title, prose(page.answer.text)) : '';
  return html`${failureNote(failure)}<p>${page.state}</p>${definitionList(facts)}${answer}${rating(page, failure, typed)}${helpLine(page.hotline)}`;
}

/** The same words for a link that never was and for one typed wrongly. */
export function noSuchLinkView(hotline: string): Html {
  return html`<p>没有找到这个链接对应的诉求，可能是链接不完整。请从短信中重新点开，或按短信中的网址逐字输入，也可以<a href="/r">凭工单号和查询码查询</a>。</p>${helpLine(hotline)}`;
}

export function tooManyTriesView(until: string, hotline: string): Html {
  return html`<p>打不开的链接或不正确的查询码过多，请于 ${until} 后再试。已提交的诉求和评价都在。</p>${helpLine(hotline)}`;
}

function rating(page: RatingPage, failure: ShownFailure, typed: RatingTyped | null): Html {
  const { rated, time } = page;
  const given = rated
    ? html`${note('ok', `感谢您的评价：${rated.text}（${rated.at}）`)}${rated.note ? prose(rated.note) : ''}`
    : html``;
  if (time === 'before') return html`<p class="portal-part">办理答复后，可在此页评价办理结果。</p>`;
  if (time === 'never') return html``;
  if (time === 'over')
    return html`<div class="portal-part">${given}</div><p>本诉求的评价已截止。如仍有意见，请致电热线。</p>`;
  const start = typed ?? { satisfaction: rated?.level ?? '', note: rated?.note ?? '' };
  const form = ratingForm(page, failure, start, rated ? '更改评价' : '提交评价');
  if (!rated) return part('请您评价', form);
  const own = attributes({ class: 'portal-change', open: failure !== null });
  const change = html`<details ${own}><summary class="btn">更改评价</summary>${form}</details>`;
  return part('您的评价', html`${given}${change}`);
}

function ratingForm(page: RatingPage, failure: ShownFailure, start: RatingTyped, verb: string): Html {
  const level = field({
    name: 'satisfaction',
    label: '您对办理结果是否满意',
    widget: 'radio',
    options: page.levels,
    value: start.satisfaction,
    required: true,
    error: failure?.fields.satisfaction,
  });
  const words = field({
    name: 'note',
    label: '您的意见（可不填）',
    widget: 'textarea',
    rows: 3,
    maxlength: 500,
    value: start.note,
    help: '请不要填写姓名、电话和住址。',
    error: failure?.fields.note,
  });
  return html`<form class="portal-rating" method="post" novalidate>${level}${words}<p class="ui-muted">${page.until} 前可以评价和更改。</p>${formActions([submitButton({ text: verb, tone: 'primary' })])}</form>`;
}

function part(title: string, body: Html): Html {
  return html`<section class="portal-part"><h2>${title}</h2>${body}</section>`;
}

/** Whom to call. */
export function helpLine(hotline: string): Html {
  if (hotline === '') return html``;
  return html`<p class="portal-part ui-muted">如有疑问，请致电热线 <a href="tel:${hotline.replace(/[^\d+]/g, '')}">${hotline}</a>。</p>`;
}
