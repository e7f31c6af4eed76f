import type { Outgoing, SettingField, Settings } from './channel.ts';

/** A cloud's template and the values for it, in the template's order. */
export type Filled = { code: string; values: readonly { name: string; value: string }[] };

type Line = { rule: string; code: string; variables: readonly { name: string; placeholder: string }[] };

/** Stands for every rule that has no line of its own. */
const ANY = '*';
/** The whole text as a value, for clouds that allow it. */
const WHOLE = '全文';

export const TEMPLATE_FIELD = {
  name: 'templates',
  label: '模板对照',
  help: `每行一条：规则代码=模板编号:变量。规则代码写 ${ANY} 表示其余规则。变量按模板中的顺序用逗号分开，写占位符的名称；平台的变量名与占位符不同的，写“变量名=占位符”。“${WHOLE}”代表整条短信；“标题”“区域”只有该提醒的文字中用到时才有值。`,
  widget: 'textarea',
  required: true,
  placeholder: 'dispatched=SMS_123456:number=工单号,due=时限',
} as const satisfies SettingField;

export const LENGTH_FIELD = {
  name: 'value_length',
  label: '每个变量最多字数',
  help: '平台限制变量的长度，超出的部分截去并以省略号结尾。留空表示不限。',
} as const satisfies SettingField;

/** What is wrong with the list of templates or the length; one message a field. */
export function templateFaults(settings: Settings): Record<string, string> {
  const faults: Record<string, string> = {};
  const wrong = linesOf(settings.templates ?? '').find((line) => readLine(line) === null);
  if (wrong !== undefined) faults.templates = `这一行读不懂：${wrong}。请写成“规则代码=模板编号:变量,变量”。`;
  if (!/^([1-9]\d{0,3})?$/.test(settings.value_length ?? '')) faults.value_length = '请填写整数，或者留空。';
  return faults;
}

/** The template for a message with its values; or why there is none. */
export function fillTemplate(settings: Settings, message: Outgoing): Filled | { why: string } {
  const { rule, values } = message.template;
  const lines = linesOf(settings.templates ?? '').map(readLine);
  const line = lines.find((one) => one?.rule === rule) ?? lines.find((one) => one?.rule === ANY);
  if (!line) return { why: `“模板对照”中没有规则“${rule}”的模板，请在短信网关设置中补上。` };
  const known: Readonly<Record<string, string>> = { [WHOLE]: message.text, ...values };
  const missing = line.variables.find(({ placeholder }) => known[placeholder] === undefined);
  if (missing) return { why: `模板需要“${missing.placeholder}”，这条提醒没有这一项，请检查“模板对照”。` };
  const length = Number(settings.value_length ?? '') || Number.POSITIVE_INFINITY;
  return {
    code: line.code,
    values: line.variables.map(({ name, placeholder }) => ({
      name,
      value: cut(known[placeholder] ?? '', length),
    })),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readLine(text: string): Line | null {
  const parts = /^([\w*-]+)\s*=\s*([\w-]+)\s*(?:[:：](.*))?$/.exec(text);
  const [, rule = '', code = '', list = ''] = parts ?? [];
  if (!parts) return null;
  const names = list.split(/[,，]/).map((name) => name.trim());
  return { rule, code, variables: names.filter((name) => name !== '').map(readVariable) };
}

function readVariable(text: string): { name: string; placeholder: string } {
  const [name = '', placeholder = name] = text.split('=').map((part) => part.trim());
  return { name, placeholder };
}

function cut(value: string, length: number): string {
  const characters = [...value];
  return characters.length <= length ? value : `${characters.slice(0, length - 1).join('')}…`;
}
