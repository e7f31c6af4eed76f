import { CALL_LIST } from '../../src/gateways/channels/call-list.ts';
import {
  card,
  csrfField,
  errorSummary,
  field,
  fieldErrors,
  formActions,
  type Html,
  hiddenField,
  html,
  linkButton,
  pageHead,
  refusedNote,
  submitButton,
  twoColumns,
} from '../ui/index.ts';
import { channelFields, commonFields, emptiedSecrets } from './fields.ts';
import { stateCell } from './list.ts';
import { gatewaySide } from './side.ts';
import type { CallbackAddress, ListedGateway, ShownTry } from './types.ts';

/** A field of the channel's own, as channels/channel.ts describes it. */
export type ChannelField = {
  group?: { title: string; rare?: true };
  name: string;
  label: string;
  help?: string;
  secret?: true;
  required?: true;
  widget?: 'text' | 'textarea' | 'select' | 'flag';
  options?: readonly { value: string; text: string }[];
  placeholder?: string;
  initial?: string;
};

export type GatewayFormProps = {
  csrf: string;
  /** Null where this program does not know it any more. */
  channel: {
    code: string;
    name: string;
    medium: 'sms' | 'email';
    about: string;
    fields: readonly ChannelField[];
  } | null;
  /** Null for a new one. */
  gateway:
    | (ListedGateway & { tries: readonly ShownTry[]; callbacks: readonly CallbackAddress[]; testTo: string })
    | null;
  typed: Readonly<Record<string, string>>;
  /** Secret fields that hold something already. */
  filled: ReadonlySet<string>;
  message: string | null;
  fields: Readonly<Record<string, string>>;
};

export function gatewayFormView(props: GatewayFormProps): Html {
  const { gateway, channel } = props;
  const head = pageHead({
    title: gateway?.name ?? `新建网关：${channel?.name ?? ''}`,
    sub: gateway ? html`${gateway.channel} ${stateCell(gateway)}` : null,
    back: { href: gateway ? '/gateways' : '/gateways/new', text: gateway ? '短信与邮件网关' : '网关类型' },
  });
  const refused = refusedNote(props.message, props.fields);
  const form = channel ? card('设置', formOf(props, channel)) : '';
  const body = gateway ? twoColumns(form, gatewaySide({ ...props, gateway, channel })) : form;
  return html`${head}${refused}${body}`;
}

type Known = NonNullable<GatewayFormProps['channel']>;

function formOf(props: GatewayFormProps, channel: Known): Html {
  const { gateway, fields } = props;
  const anew = emptiedSecrets(props, channel);
  const errors = [...fieldErrors(fields), ...fieldErrors(anew)].filter(({ name }) => name !== 'to');
  const shown = { ...props, fields: { ...anew, ...fields } };
  const own = (name: string) => ({ name, value: props.typed[name] ?? '', error: fields[name] ?? null });
  return html`<p class="ui-muted">${channel.about}</p><form method="post" action="${gateway ? `/gateways/${gateway.id}` : '/gateways/new'}" novalidate autocomplete="off">${csrfField(props.csrf)}${hiddenField('channel', channel.code)}
${Object.keys(anew).length > 0 ? errorSummary(errors, '请先更正以下内容，密码类内容须重新填写，其他内容都还在') : errorSummary(errors)}
${field({ ...own('name'), label: '名称', widget: 'text', required: true, maxlength: 40, help: '在列表和发送记录中显示，例如：移动短信、单位邮箱。' })}
${channelFields(shown, channel.fields)}
${channel.code === CALL_LIST ? hiddenField('per_minute', '60') : commonFields(own, channel)}
${formActions([
  submitButton({ text: gateway ? '保存' : '新建', tone: 'primary' }),
  linkButton({ href: '/gateways', text: '返回', tone: 'quiet' }),
])}</form>`;
}
