import { type OccasionCode, occasionOf } from './occasions.ts';
import { namesIn, PLACEHOLDERS, type Placeholder, placeholdersOf, replaced } from './placeholders.ts';

/** What is wrong with a text for an occasion, a sentence each, then once what can be filled in; empty when nothing is. */
export function checkText(text: string, code: OccasionCode): string[] {
  if (text.trim() === '') return ['请填写内容。'];
  const unclosed = /[{}｛｝]/.test(replaced(text, () => ''))
    ? ['花括号没有成对，请写成 {工单号} 的形式。']
    : [];
  const faults = [...new Set(namesIn(text))].flatMap((name) => faultOf(name, code) ?? []);
  return [...unclosed, ...faults, ...(faults.length > 0 ? [usableAt(code)] : [])];
}

function usableAt(code: OccasionCode): string {
  return `可以填入：${placeholdersOf(code)
    .map(({ name }) => `{${name}}`)
    .join('')}。`;
}

function faultOf(name: string, code: OccasionCode): string | null {
  const occasion = occasionOf(code);
  const known: Placeholder | undefined = PLACEHOLDERS.find((each) => each.name === name);
  if (known?.at(occasion, code)) return null;
  if (name === '') return '花括号里没有名称。';
  if (known) return `{${name}}只能用于${known.where ?? '其他提醒'}，“${occasion.name}”时没有这一项。`;
  if (PERSONAL.test(name)) return `没有{${name}}这一项。提醒中不能写诉求人的姓名、电话和住址。`;
  const meant = nearest(name, code);
  return meant ? `没有{${name}}这一项，是不是{${meant}}？` : `没有{${name}}这一项。`;
}

const PERSONAL = /诉求人|来电人|姓名|电话|手机|号码|住址|地址|地点|身份证/;

/** The usable one that has at least half of its characters in common, in their order: 工单编号 is 工单号. */
function nearest(name: string, code: OccasionCode): string | undefined {
  const rated = placeholdersOf(code).map((each) => ({
    name: each.name,
    likeness: likeness(name, each.name),
  }));
  const [best] = rated.sort((one, other) => other.likeness - one.likeness);
  return best && best.likeness >= 0.5 ? best.name : undefined;
}

function likeness(one: string, other: string): number {
  return inCommon([...one], [...other]) / Math.max([...one].length, [...other].length);
}

/** Length of the longest common subsequence. */
function inCommon(one: readonly string[], other: readonly string[]): number {
  const row = new Array<number>(other.length + 1).fill(0);
  for (const character of one) {
    let before = 0;
    for (const [at, each] of other.entries()) {
      const above = row[at + 1] ?? 0;
      row[at + 1] = character === each ? before + 1 : Math.max(above, row[at] ?? 0);
      before = above;
    }
  }
  return row[other.length] ?? 0;
}
