import type { Moment } from '../cases/queue.ts';
import {
  attributes,
  card,
  csrfField,
  emptyState,
  formActions,
  type Html,
  hiddenField,
  html,
  note,
  pageHead,
  scriptButton,
  submitButton,
  timeTag,
} from '../ui/index.ts';
import { toldField } from './told-field.ts';

/** Everything that one person has to be told. */
export type Call = {
  who: string;
  /** '' where none is known. */
  number: string;
  urgent: boolean;
  items: readonly { id: number; about: string; text: string; caseHref: string | null; created: Moment }[];
};

export type CallListProps = {
  calls: readonly Call[];
  more: boolean;
  csrf: string;
  printed: string;
};

/** What no gateway sends is told by telephone: one call for each person, to print or to work down. */
export function callListView({ calls, more, csrf, printed }: CallListProps): Html {
  const head = pageHead({
    title: '电话通知单',
    sub: html`没有短信网关可用的提醒列在这里，请逐个电话通知后登记。<span class="d-none d-print-inline">打印于 ${printed}</span>`,
    actions:
      calls.length > 0 ? scriptButton({ text: '打印', icon: 'printer', attrs: { 'data-print': true } }) : '',
  });
  if (calls.length === 0) return html`${head}${NOTHING}`;
  return html`${head}${more ? note('warn', '还有更多未列出，请先通知下列各项。') : ''}${calls.map((call, index) => callCard(call, index, csrf))}`;
}

const NOTHING = emptyState({
  title: '没有需要电话通知的事项',
  text: '没有配置短信网关，或收件人的号码没有网关可发时，给工作人员的提醒会列在这里。',
});

function callCard(call: Call, index: number, csrf: string): Html {
  const number = call.number
    ? html`<a class="ui-number" href="tel:${call.number}">${call.number}</a>`
    : '未登记手机，请拨打单位值班电话';
  const items = call.items.map(
    ({ about, text, caseHref, created }) =>
      html`<li>${timeTag(created.at, created.text, created.exact)}　${caseHref ? html`<a href="${caseHref}">${about}</a>` : about}<p>${text}</p></li>`,
  );
  const title = `${call.urgent ? '紧急　' : ''}${call.who}`;
  return card(
    title,
    html`<p>${number}</p><ul class="ui-lines">${items}</ul>${told(call, index, csrf)}`,
    call.urgent ? { tone: 'quiet' } : {},
  );
}

function told(call: Call, index: number, csrf: string): Html {
  const own = attributes({ class: 'd-print-none', method: 'post', action: '/call-list' });
  const ids = call.items.map(({ id }) => hiddenField('id', String(id)));
  return html`<form ${own}>${csrfField(csrf)}${ids}${toldField(`call-${index}`)}${formActions([submitButton({ text: '登记已通知', tone: 'primary', small: true })])}</form>`;
}
