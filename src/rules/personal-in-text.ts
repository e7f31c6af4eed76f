import { type Entered, withoutIdentity } from './identity-in-text.ts';

/** What stands in place of what was personal. */
export const MASK = '■■■';

/** Digits of the numbers that are nobody's own: those of offices. */
export type Offices = ReadonlySet<string>;

/**
 * C-M1: a text of a case whose time is over, without what says who somebody was: what was taken down of the citizen, and
 * numbers, addresses and names that are told by their form or by what stands before them. The matter itself stays.
 */
export function withoutPersonal(citizens: readonly Entered[], text: string, offices: Offices): string {
  if (text === '') return text;
  const unnamed = citizens.reduce((left, each) => withoutIdentity(each, left, MASK), text);
  return FORMS.reduce((left, form) => form(left, offices), unnamed);
}

type Form = (text: string, offices: Offices) => string;

/** Longer ones first: a telephone number may stand inside the number of an identity card. */
const FORMS: readonly Form[] = [
  always(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g),
  always(/(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]/g),
  always(/(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/g),
  always(/(?<!\d)[3-6]\d{3}(?:[\s-]?\d{4}){2}[\s-]?\d{4}(?:[\s-]?\d{1,3})?(?!\d)/g),
  ofNoOffice(/(?<!\d)(?:(?:\+|00)?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)/g),
  ofNoOffice(/(?<!\d)[（(]?0\d{2,3}[）)]?[-‐‑‒–—―－\s]{0,2}[2-9]\d{6,7}(?:\s?(?:转|-)\s?\d{1,6})?(?!\d)/g),
  ofNoOffice(/(?<=(?:电话|手机|号码|致电|拨打|座机|固话|来电)[^\d\n]{0,6})[2-8]\d{6,7}(?!\d)/g),
  always(
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·.•\s-]?(?=[A-HJ-NP-Z]*\d)[A-HJ-NP-Z\d]{4,5}[A-HJ-NP-Z\d挂学警港澳](?![A-Z\d])/gi,
  ),
  always(/(?<=(?:微信号?|薇信|[vw]x|QQ号?)[\s:：是为号]{0,3})[a-z\d][-\w]{4,19}/gi),
  always(
    /(?<=(?:我叫|姓名\s?[:：]\s?|(?<!不)联系人\s?[:：]\s?|本人叫|署名\s?[:：]?\s?))(?![他她它你我咱您人])\p{Script=Han}{2,4}(?=[\s,，。.;；、!！（(\d]|$)/gu,
  ),
  always(
    /\d{1,3}\s?(?:栋|幢|座|号楼|#)\s?(?:[一二三四五六七八九\d]{1,2}\s?单元\s?)?\d{3,4}(?![年\d])\s?(?:室|房|号|户)?/g,
  ),
  always(/[一二三四五六七八九\d]{1,2}\s?单元\s?\d{3,4}(?![年\d])\s?(?:室|房|号|户)?/g),
];

function always(pattern: RegExp): Form {
  return (text) => text.replace(pattern, MASK);
}

function ofNoOffice(pattern: RegExp): Form {
  return (text, offices) => text.replace(pattern, (found) => (offices.has(digitsOf(found)) ? found : MASK));
}

/** As `Offices` holds them. */
export function digitsOf(number: string): string {
  return number.normalize('NFKC').replace(/\D/g, '');
}
