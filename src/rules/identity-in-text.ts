/** Who asked, as entered in the fields of the intake. */
export type Entered = { name: string; phone: string; phone_typed: string; address: string };

export type Trait = '姓名' | '电话' | '住址';

const SHORTEST_NAME = 2;
/** Shorter ones are extensions and service numbers, which point to nobody. */
const SHORTEST_NUMBER = 7;
const LONG_NUMBER = 10;
const SHORTEST_ADDRESS = 4;

/** Q-A7, C-M1: which of the very words that were entered as the citizen's name, number and address stand in a text. */
export function identityIn(entered: Entered, text: string): Trait[] {
  const plain = plainly(text);
  const found = patternsOf(entered).filter(([, patterns]) => patterns.some((each) => each.test(plain)));
  return found.map(([trait]) => trait);
}

/** The text with a mark in place of those words; as it was given where there are none. */
export function withoutIdentity(entered: Entered, text: string, mark = '***'): string {
  const patterns = patternsOf(entered).flatMap(([, each]) => each);
  return patterns.reduce((left, pattern) => replaced(left, pattern, mark), text);
}

/** Found in the plain text, taken out of the text as it was written. */
function replaced(text: string, { source, flags }: RegExp, mark: string): string {
  const written = [...text];
  const plain = written.map(plainly);
  // Which character of the text each unit of the plain one comes from.
  const from = plain.flatMap((units, at) => Array.from({ length: units.length }, () => at));
  let [left, next] = ['', 0];
  for (const { index, 0: found } of plain.join('').matchAll(new RegExp(source, `${flags}g`))) {
    left += written.slice(next, from[index]).join('') + mark;
    next = (from[index + found.length - 1] ?? 0) + 1;
  }
  return left + written.slice(next).join('');
}

function plainly(text: string): string {
  return text.normalize('NFKC').replace(/\p{Cf}/gu, '');
}

function patternsOf(entered: Entered): [Trait, readonly RegExp[]][] {
  return [
    ['姓名', namePatterns(entered.name)],
    ['电话', numberPatterns(entered)],
    ['住址', addressPatterns(entered.address)],
  ];
}

/** A form of address is not part of the name; a family name alone says little and stands in many words. */
function namePatterns(name: string): RegExp[] {
  const [before = ''] = letters(name).split(/[(/、,;]/, 1);
  const bare = before.replace(/(?:先生|女士|小姐|老师)+$/, '');
  if ([...bare].length < SHORTEST_NAME || NAMES_NOBODY.test(bare)) return [];
  // 'Li' is not meant in 'little'; between Chinese characters there is no such border.
  const [border, after] = /^[a-z]/i.test(bare) ? ['(?<![a-z])', '(?![a-z])'] : ['', ''];
  return [new RegExp(`${border}${spelled(bare, '[\\s·•‧・]*')}${after}`, 'iu')];
}

/** What operators enter where no name was given. */
const NAMES_NOBODY = /^(?:匿名|不详|未知|保密|无名|诉求人|来电人|市民|居民|村民|业主|住户|群众|网友)$/;

/** The same digits however they are grouped; a landline also without its area code. */
function numberPatterns({ phone, phone_typed: typed }: Entered): RegExp[] {
  const parts = [phone, ...typed.split(/[/、,，;；或和转]/), ...typed.split(/\s+/)].map(digitsOf);
  const numbers = parts.flatMap((number) => [number, number.replace(AREA_CODE, '')]);
  return [...new Set(numbers)]
    .filter((number) => number.length >= SHORTEST_NUMBER)
    .map((number) => new RegExp(numberPattern(number), 'u'));
}

const AREA_CODE = /^0(?:10|2\d|[3-9]\d{2})/;

/** A short one may be part of any long number; a long one has its country code before it, or its extension behind it. */
function numberPattern(number: string): string {
  const grouped = spelled(number, '[\\s\\-‐‑‒–—―−()_.]*');
  return number.length < LONG_NUMBER ? `(?<!\\d)${grouped}(?!\\d)` : grouped;
}

function digitsOf(part: string): string {
  const digits = part.normalize('NFKC').replace(/\D/g, '');
  return digits.replace(/^(?:00)?86(?=\d{10,11}$)/, '');
}

function addressPatterns(address: string): RegExp[] {
  const bare = letters(address).replace(/[,.;、。-]/g, '');
  if ([...bare].length < SHORTEST_ADDRESS || !DOOR.test(bare)) return [];
  return [new RegExp(spelled(bare, '[\\s,.;、。-]*'), 'iu')];
}

/**
 * Only what leads to one door says who lives there; an estate or a street is often the very place of the matter, and
 * without it no agency could act.
 */
const DOOR = /\d(?:号|室|户|铺|号楼\d*|单元\d+)?$/;

function letters(entered: string): string {
  return entered.normalize('NFKC').replace(/[\s\p{Cf}·•‧・]/gu, '');
}

/** A pattern for these characters with what may stand between any two of them. */
function spelled(characters: string, between: string): string {
  return [...characters].map((each) => each.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')).join(between);
}
