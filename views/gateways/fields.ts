import { type FieldProps, field, fieldRow, type Html, html } from '../ui/index.ts';
import type { ChannelField, GatewayFormProps } from './form.ts';

type Filled = Pick<GatewayFormProps, 'typed' | 'fields' | 'filled'>;

/** The channel's own fields, under their headings; a rare group stays folded until something stands in it. */
export function channelFields(props: Filled, fields: readonly ChannelField[]): Html {
  const groups = [...Map.groupBy(fields, ({ group }) => group)];
  return html`${groups.map(([group, own]) => {
    const inputs = own.map((each) => ownField(props, each));
    if (!group) return inputs;
    return group.rare && own.every((each) => isUntouched(props, each))
      ? html`<details class="gateway-group"><summary><h3>${group.title}</h3></summary>${inputs}</details>`
      : html`<section class="gateway-group"><h3>${group.title}</h3>${inputs}</section>`;
  })}`;
}

function isUntouched({ typed, fields }: Filled, { name, initial = '' }: ChannelField): boolean {
  const key = `set_${name}`;
  return !fields[key] && ['', initial].includes(typed[key] ?? '');
}

/** What was typed into secret fields is not given back with the refused form: what is asked for anew, by field. */
export function emptiedSecrets(
  { typed }: Filled,
  { fields }: { fields: readonly ChannelField[] },
): Record<string, string> {
  const emptied = fields.filter(({ name, secret }) => secret && typed[`set_${name}`]);
  return Object.fromEntries(
    emptied.map(({ name, label }) => [`set_${name}`, `请重新填写${label}，页面上不保留密码。`]),
  );
}

/** Below the channel's own: what every gateway has. */
export function commonFields(
  own: Own,
  { medium, fields }: { medium: 'sms' | 'email'; fields: readonly ChannelField[] },
): Html {
  const title = medium === 'sms' ? '发送范围、限额与费用' : '限额';
  const heading = fields.some(({ group }) => group) ? html`<h3>${title}</h3>` : '';
  return html`<section class="gateway-group">${heading}${medium === 'sms' ? smsFields(own) : ''}${limitFields(own)}</section>`;
}

/** A field that every gateway has: its name, what is in it, what is wrong with it. */
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
    label: '短信签名',
    widget: 'text',
    maxlength: 22,
    placeholder: '【清源县12345】',
    help: '加在每条短信末尾、收件人能看到的【】内名称，计入字数。短信平台自动加的，此处不填。',
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
  props: Filled,
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
  props: Filled,
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
