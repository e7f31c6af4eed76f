import {
  card,
  csrfField,
  errorSummary,
  type FieldProps,
  field,
  fieldRow,
  formActions,
  type Html,
  hiddenField,
  html,
  linkButton,
  note,
  pageHead,
  submitButton,
  twoColumns,
} from '../ui/index.ts';
import { stateCell } from './list.ts';
import { gatewaySide } from './side.ts';
import { CALL_LIST, type CallbackAddress, type ListedGateway, type ShownTry } from './types.ts';

/** A field of the channel's own, as channels/channel.ts describes it. */
export type ChannelField = {
  name: string;
  label: string;
  help?: string;
  secret?: true;
  required?: true;
  widget?: 'text' | 'textarea' | 'select' | 'flag';
  options?: readonly { value: string; text: string }[];
  placeholder?: string;
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
    back: { href: gateway ? '/gateways' : '/gateways/new', text: gateway ? '短信邮件网关' : '网关类型' },
  });
  const refused = props.message && Object.keys(props.fields).length === 0 ? note('error', props.message) : '';
  const form = channel ? card('设置', formOf(props, channel)) : '';
  const body = gateway ? twoColumns(form, gatewaySide({ ...props, gateway, channel })) : form;
  return html`${head}${refused}${body}`;
}

type Known = NonNullable<GatewayFormProps['channel']>;

function formOf(props: GatewayFormProps, channel: Known): Html {
  const { gateway, fields } = props;
  const errors = Object.entries(fields)
    .filter(([name]) => name !== 'to')
    .map(([name, text]) => ({ name, text }));
  const sms = channel.medium === 'sms';
  const own = (name: string) => ({ name, value: props.typed[name] ?? '', error: fields[name] ?? null });
  return html`<p class="ui-muted">${channel.about}</p><form method="post" action="${gateway ? `/gateways/${gateway.id}` : '/gateways/new'}" novalidate autocomplete="off">${csrfField(props.csrf)}${hiddenField('channel', channel.code)}
${errorSummary(errors)}
${field({ ...own('name'), label: '名称', widget: 'text', required: true, maxlength: 40, help: '在列表和发送记录中显示，例如：移动短信、单位邮箱。' })}
${channel.fields.map((each) => ownField(props, each))}
${channel.code === CALL_LIST ? hiddenField('per_minute', '60') : html`${sms ? smsFields(own) : ''}${limitFields(own)}`}
${formActions([
  submitButton({ text: gateway ? '保存' : '新建', tone: 'primary' }),
  linkButton({ href: '/gateways', text: '返回', tone: 'quiet' }),
])}</form>`;
}

type Own = (name: string) => Pick<FieldProps, 'name' | 'value' | 'error'>;

function limitFields(own: Own): Html {
  return fieldRow([
    field({
      ...own('per_minute'),
      label: '每分钟上限',
      widget: 'number',
      required: true,
      min: 1,
      help: '超出的顺延到下一分钟。',
    }),
    field({
      ...own('per_day'),
      label: '每日上限',
      widget: 'number',
      min: 1,
      help: '不填则不限。达到后当天改用其他网关，没有其他网关的顺延到次日。',
    }),
  ]);
}

function smsFields(own: Own): Html {
  const audiences = [
    { value: 'all', text: '工作人员和诉求人' },
    { value: 'staff', text: '仅工作人员' },
    { value: 'citizens', text: '仅诉求人' },
  ];
  return html`${field({ ...own('audience'), label: '发送对象', widget: 'radio', options: audiences })}
${field({ ...own('prefixes'), label: '号段', widget: 'text', maxlength: 400, help: '只发以这些数字开头的号码，用逗号分隔，例如 133,153,189。不填则不限。' })}
${fieldRow([
  field({
    ...own('signature'),
    label: '签名',
    widget: 'text',
    maxlength: 22,
    placeholder: '【清源县12345】',
    help: '加在每条短信末尾，计入字数。短信平台自动加签名的，此处不填。',
  }),
  field({
    ...own('price'),
    label: '单价（元/条）',
    widget: 'text',
    inputmode: 'decimal',
    maxlength: 8,
    help: '用于统计费用，例如 0.045。',
  }),
])}`;
}

function ownField(
  props: GatewayFormProps,
  { name, label, help, secret, required, widget, options, placeholder }: ChannelField,
): Html {
  const key = `set_${name}`;
  const value = props.typed[key] ?? '';
  const common = { name: key, label, required, placeholder, error: props.fields[key] ?? null };
  if (secret)
    return secretField(props, {
      name,
      common,
      widget: widget === 'textarea' ? 'textarea' : 'password',
      help,
    });
  if (widget === 'flag')
    return field({ ...common, widget: 'checkbox', value: '1', checked: value === '1', help });
  if (widget === 'select')
    return field({ ...common, widget, value, options: options ?? [], placeholder: null, help });
  return field({ ...common, widget: widget ?? 'text', value, maxlength: 4000, autocomplete: 'off', help });
}

/** What is there is never shown again; nothing typed leaves it as it is. */
function secretField(
  props: GatewayFormProps,
  {
    name,
    common,
    widget,
    help,
  }: {
    name: string;
    common: Pick<FieldProps, 'name' | 'label' | 'required' | 'placeholder' | 'error'>;
    widget: 'password' | 'textarea';
    help: string | undefined;
  },
): Html {
  const filled = props.filled.has(name);
  const said = [filled ? '已填写，留空则不改。' : '', help ?? ''].join('');
  const input = field({
    ...common,
    required: common.required && !filled,
    widget,
    value: '',
    autocomplete: 'new-password',
    help: said,
  });
  if (!filled || common.required) return input;
  const clear = field({
    name: `clear_${name}`,
    label: `清除${common.label}`,
    widget: 'checkbox',
    value: '1',
  });
  return html`${input}${clear}`;
}
