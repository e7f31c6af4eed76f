import { z } from 'zod';
import { one } from '../web/body.ts';
import { Invalid } from '../web/errors.ts';
import { check, choice, type Typed, text, wholeNumber } from '../web/forms.ts';
import type { Channel, SettingField, Settings } from './channels/channel.ts';
import { NO_KEY } from './settings.ts';
import type { GatewayCommon } from './write.ts';

export const GATEWAY_AUDIENCES = {
  all: '工作人员和诉求人',
  staff: '仅工作人员',
  citizens: '仅诉求人',
} as const;

/** The channel's own fields stand apart from those that every gateway has. */
export const SETTING = 'set_';
/** A secret that need not be there is taken away by ticking this. */
export const CLEAR = 'clear_';

const PREFIXES = /^\d{1,11}(,\d{1,11})*$/;
const SIGNATURE = /^【[^【】\s]{2,20}】$/u;
const PRICE = /^\d{1,4}(\.\d{1,3})?$/;

const common = z.object({
  name: text('名称', { max: 40 }),
  audience: choice('发送对象', ['all', 'staff', 'citizens'], GATEWAY_AUDIENCES).default('all'),
  prefixes: text('号段', { max: 400 })
    .transform((typed) => typed.replace(/[\s,，、;；]+/g, ',').replace(/^,|,$/g, ''))
    .refine((typed) => PREFIXES.test(typed), '号段只填号码开头的数字，用逗号分隔，例如 133,153,189。')
    .default(''),
  signature: text('短信签名', { max: 22 })
    .refine((typed) => SIGNATURE.test(typed), '短信签名应写在【】内，2 至 20 字，例如【清源县12345】。')
    .default(''),
  per_minute: wholeNumber('每分钟上限', { max: 60_000 }),
  per_day: wholeNumber('每日上限', { max: 10_000_000 }).optional(),
  price: text('单价', { max: 8 })
    .refine((typed) => PRICE.test(typed), '单价应为元，最多三位小数，例如 0.045。')
    .default('0'),
});

/**
 * Reads a gateway as filled in. A secret left empty stays as it was.
 * @param before the settings so far, opened; null where they cannot be opened
 * @throws Invalid with a message for each field at fault
 */
export function readGateway(
  channel: Channel,
  typed: Typed,
  before: Settings | null,
): { channel: Channel; common: GatewayCommon; settings: Settings } {
  if (!before) throw new Invalid(NO_KEY);
  const settings = settingsFrom(channel, typed, before);
  const problems = settingProblems(channel, settings);
  const general = collect(() => check(common, typed), problems);
  const { per_day = null, price, ...rest } = general;
  const thousandths = Math.round(Number(price) * 1000);
  return { channel, common: { ...rest, per_day, price: thousandths }, settings };
}

function settingsFrom(channel: Channel, typed: Typed, before: Settings): Settings {
  const read = (field: SettingField) => {
    const given = one(typed, SETTING + field.name).trim();
    if (!field.secret || given !== '') return given;
    return one(typed, CLEAR + field.name) === '1' ? '' : (before[field.name] ?? '');
  };
  return Object.fromEntries(channel.fields.map((field) => [field.name, read(field)]));
}

function settingProblems(channel: Channel, settings: Settings): Record<string, string> {
  const missing = channel.fields
    .filter(({ name, required }) => required && settings[name] === '')
    .map(({ name, label, widget }): [string, string] => [
      name,
      `请${widget === 'select' ? '选择' : '填写'}${label}。`,
    ]);
  const found = { ...channel.check?.(settings), ...Object.fromEntries(missing) };
  return Object.fromEntries(Object.entries(found).map(([name, words]) => [SETTING + name, words]));
}

/** All that is wrong at once, whichever part of the form it is in. */
function collect<T>(read: () => T, problems: Record<string, string>): T {
  const message = '有内容需要补充或更正，请按提示修改后再次提交。密码类内容须重新填写，其他内容都在。';
  try {
    const value = read();
    if (Object.keys(problems).length > 0) throw new Invalid(message, problems);
    return value;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(message, { ...error.fields, ...problems });
  }
}
