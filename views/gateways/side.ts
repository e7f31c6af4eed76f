import { CALL_LIST } from '../../src/gateways/channels/call-list.ts';
import { stateCard } from '../lists/state-card.ts';
import {
  card,
  copyButton,
  csrfField,
  dataTable,
  definitionList,
  field,
  type Html,
  html,
  note,
  postButton,
  statusBadge,
  submitButton,
} from '../ui/index.ts';
import type { CallbackAddress, ListedGateway, ShownTry } from './types.ts';

export type SideProps = {
  csrf: string;
  channel: { code: string; medium: 'sms' | 'email' } | null;
  gateway: ListedGateway & {
    tries: readonly ShownTry[];
    callbacks: readonly CallbackAddress[];
    testTo: string;
  };
  fields: Readonly<Record<string, string>>;
};

/** Beside the settings: try it, where it calls back, how it did, in or out of use. */
export function gatewaySide(props: SideProps): Html {
  const { gateway, channel } = props;
  return html`${channel ? testCard(props, channel) : ''}${figures(gateway)}${callbackCard(props)}${triesCard(gateway.tries)}${stateCard(
    {
      csrf: props.csrf,
      href: `/gateways/${gateway.id}`,
      active: gateway.active,
      enabling: '启用后重新经该网关发送。',
      disabling: '停用后不再经该网关发送，以往的记录和设置不受影响。',
      confirm: `停用“${gateway.name}”？停用后不再经它发送，可随时重新启用。`,
    },
  )}${gateway.used ? '' : removeCard(props)}`;
}

function testCard({ csrf, gateway, fields }: SideProps, channel: NonNullable<SideProps['channel']>): Html {
  if (channel.code === CALL_LIST) return html``;
  const email = channel.medium === 'email';
  const to = field({
    name: 'to',
    label: email ? '收件邮箱' : '手机号码',
    widget: email ? 'email' : 'tel',
    value: gateway.testTo,
    required: true,
    maxlength: 100,
    autocomplete: 'off',
    help: '立即发送一条测试消息，最长等待 20 秒。',
    error: fields.to ?? null,
  });
  const send = submitButton({ text: '发送测试' });
  return card(
    '测试',
    html`<form method="post" action="/gateways/${gateway.id}/test" novalidate>${csrfField(csrf)}${to}${send}</form>`,
  );
}

function figures({ today, cost, lastOk }: ListedGateway): Html {
  const rows = [
    ['今日发送', today],
    ['今日费用', cost],
    ['最近成功', lastOk],
  ] as const;
  return card('发送情况', definitionList(rows));
}

function callbackCard({ csrf, gateway }: SideProps): Html {
  const { callbacks } = gateway;
  if (callbacks.length === 0) return html``;
  const partial = callbacks.some(({ whole }) => !whole)
    ? note(
        'warn',
        html`尚未填写系统网址，请先在<a href="/policy/sending">发送设置</a>中填写，再复制下面的地址。`,
      )
    : '';
  const rows = callbacks.map(({ label, address }): [string, Html] => [
    label,
    html`<code class="gateway-address">${address}</code>${copyButton(address)}`,
  ]);
  const renew = postButton({
    action: `/gateways/${gateway.id}/renew`,
    csrf,
    text: '换新地址',
    small: true,
    confirm: '换新地址后，旧地址立即失效，须到短信平台更新。继续换新？',
  });
  const why = html`<p class="ui-muted">填到短信平台的回调设置中，系统才能收到送达回执和短信回复。地址中含有密钥，请勿外传；外传后请换新。</p>`;
  return card('回调地址', html`${why}${partial}${definitionList(rows)}${renew}`);
}

function triesCard(tries: readonly ShownTry[]): Html {
  if (tries.length === 0) return html``;
  const table = dataTable({
    caption: '最近的发送，新的在前',
    columns: [
      { key: 'at', label: '时间' },
      { key: 'what', label: '收件人' },
      { key: 'result', label: '结果' },
    ],
    rows: tries.map(({ at, what, result, tone, why }) => ({
      cells: {
        at,
        what,
        result: html`${statusBadge(tone, result)}${why ? html`<div class="ui-muted">${why}</div>` : ''}`,
      },
    })),
  });
  return card('最近发送', table);
}

function removeCard({ csrf, gateway }: SideProps): Html {
  const remove = postButton({
    action: `/gateways/${gateway.id}/remove`,
    csrf,
    text: '删除',
    tone: 'danger',
    confirm: `删除“${gateway.name}”？它还没有发送过消息，删除后设置不能恢复。`,
  });
  return card('删除', html`<p class="ui-muted">还没有发送过消息的网关可以删除。</p>${remove}`);
}
