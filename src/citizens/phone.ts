// Phone numbers as people paste them. Nothing is ever refused: a caller must not be lost to a typing rule, the page only
// shows a hint. Caller history (X-A1) is looked up by the normalised number, so one line must always give one string.

export interface Phone {
  /** Digits only (foreign: with a leading +); a landline carries its area code. What caller history is looked up by. */
  number: string;
  extension: string | null;
  kind: PhoneKind;
  /** A short hint for the person who typed, or null where there is nothing to say. */
  note: string | null;
}

export type PhoneKind = 'mobile' | 'landline' | 'service' | 'unknown';

/** Reads a typed or pasted number. `homeAreaCode` ("0731") completes local numbers. Null only where no digit was typed. */
export function normalisePhone(typed: string, homeAreaCode?: string): Phone | null {
  const text = plain(typed);
  if (!/\d/.test(text)) return null;
  return read(text, homeAreaCode) ?? firstOfSeveral(text, homeAreaCode) ?? odd(text, homeAreaCode);
}

/** For screens and prints where the whole number is not needed (C-M1): 138****5678, 0731-****567. */
export function maskPhone(number: string): string {
  const kind = kindOf(number);
  if (kind === 'service') return number;
  if (kind === 'mobile') return `${number.slice(0, 3)}****${number.slice(-4)}`;
  const area = areaCodeOf(number);
  const local = number.slice(area.length);
  const shown = local.length >= 8 ? 4 : local.length >= 6 ? 3 : 0;
  return `${area === '' ? '' : `${area}-`}****${shown === 0 ? '' : local.slice(-shown)}`;
}

/** For reading aloud and dialling: 138 1234 5678, 0731-82345678 转 8001, 400-123-4567. */
export function formatPhone(number: string, extension: string | null): string {
  return `${grouped(number)}${extension === null ? '' : ` 转 ${extension}`}`;
}

/** A pasted letter is no number: what follows is not looked at, and no pattern runs away on it. */
const LONGEST = 100;

/** Half-width and without the invisible direction marks that come along when a contact card is copied. */
function plain(typed: string): string {
  return typed
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[‐‑‒–—―−ー_]/g, '-')
    .trim();
}

function read(text: string, home: string | undefined): Phone | null {
  const [line, spoken] = spokenExtension(text);
  if (spoken !== null) return complete(line, spoken, home);
  // 0731-82345678-8001: an extension only where what stands before it is a whole number by itself.
  const dashed = /^(.*\d)\s*-\s*(\d{1,6})$/s.exec(text);
  if (dashed?.[1] !== undefined && dashed[2] !== undefined && !isForeign(compact(dashed[1]))) {
    const phone = complete(dashed[1], dashed[2], home);
    if (phone !== null && phone.kind !== 'mobile') return phone;
  }
  return complete(text, null, home);
}

function spokenExtension(text: string): [line: string, extension: string | null] {
  const found = /^(.*\d.*?)(?:转|轉|分机号?|ext\.?|x|#)[\s:.\-转分机号]*(\d{1,6})\D*$/is.exec(text);
  return [found?.[1] ?? text, found?.[2] ?? null];
}

function complete(text: string, extension: string | null, home: string | undefined): Phone | null {
  const raw = compact(text);
  if (/\d[a-z]+\d/i.test(text)) return null;
  if (isForeign(raw))
    return { number: raw.replace(/^00/, '+'), extension, kind: 'unknown', note: '境外号码' };
  for (const number of readings(raw)) {
    const kind = kindOf(number);
    if (kind === 'unknown') continue;
    if (kind === 'landline' && areaCodeOf(number) === '') return withHomeCode(number, extension, home);
    if (kind === 'service' && home && number.startsWith(home)) {
      return { number: number.slice(home.length), extension, kind, note: null };
    }
    return { number, extension, kind, note: null };
  }
  return null;
}

/** The same line with and without country code, and with the long-distance 0 that some exchanges put before a mobile. */
function readings(raw: string): string[] {
  const national = raw.replace(/^(\+|00)0*86/, '');
  if (national !== raw) return [national, national.replace(/^0(?=1[3-9]\d{9}$)/, ''), `0${national}`];
  const bare = /^86\d{10,11}$/.test(raw) ? [raw.slice(2), `0${raw.slice(2)}`] : [];
  return [raw, raw.replace(/^0(?=1[3-9]\d{9}$)/, ''), ...bare];
}

function withHomeCode(local: string, extension: string | null, home: string | undefined): Phone {
  const number = `${home ?? ''}${local}`;
  const fits = home !== undefined && home !== '' && kindOf(number) === 'landline';
  if (fits) return { number, extension, kind: 'landline', note: null };
  return { number: local, extension, kind: 'landline', note: '未带区号，请核对' };
}

/** Two numbers in one field: the first serves, the others are named so that they can be noted elsewhere. */
function firstOfSeveral(text: string, home: string | undefined): Phone | null {
  const parts = text.split(/[/、,;或和\s]+/).filter((part) => (part.match(/\d/g)?.length ?? 0) >= 7);
  const [first, ...others] = parts.map((part) => read(part, home)).filter((phone) => phone !== null);
  if (first === undefined || others.length === 0) return null;
  const more = others.map((phone) => formatPhone(phone.number, phone.extension)).join('、');
  return { ...first, note: `含多个号码，已取第一个，另有 ${more}` };
}

function odd(text: string, home: string | undefined): Phone {
  const [line, extension] = spokenExtension(text);
  const number = line.replace(/[^\da-wyz]/gi, '').replace(/^[a-z]+|[a-z]+$/gi, '');
  const note = /[a-z]/i.test(number) ? '号码含有字母，请核对' : '号码位数不符，请核对';
  const phone = complete(number, extension, home) ?? { number, extension, kind: 'unknown' as const, note };
  return { ...phone, note };
}

function compact(text: string): string {
  return text.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
}

function isForeign(raw: string): boolean {
  return /^(\+|00)(?!0*86)[1-9]\d{5,}$/.test(raw);
}

function kindOf(number: string): PhoneKind {
  if (MOBILE.test(number)) return 'mobile';
  if (SERVICE.test(number)) return 'service';
  if (LANDLINE.test(number) || LOCAL.test(number)) return 'landline';
  return 'unknown';
}

const MOBILE = /^1[3-9]\d{9}$/;
/** Three-digit area codes have eight-digit lines; the others seven or eight. */
const LANDLINE = /^0(?:(?:10|2\d)[2-9]\d{7}|[3-9]\d{2}[2-9]\d{6,7})$/;
const LOCAL = /^[2-8]\d{6,7}$/;
/** 110, 12345, 10086, 116114, 95588, 95105105, 96119 (also with an area code), 400 and 800 lines, short-message senders. */
const SERVICE =
  /^(?:(?:0(?:10|2\d|[3-9]\d{2}))?(?:1[0-2]\d(?:\d{2})?|11\d{4}|9[56]\d{3,6})|[48]00\d{7}|106\d{8,17})$/;

function areaCodeOf(number: string): string {
  return /^0(?:10|2\d)/.exec(number)?.[0] ?? /^0[3-9]\d{2}/.exec(number)?.[0] ?? '';
}

function grouped(number: string): string {
  if (MOBILE.test(number)) return `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`;
  if (/^[48]00\d{7}$/.test(number)) return `${number.slice(0, 3)}-${number.slice(3, 6)}-${number.slice(6)}`;
  const area = areaCodeOf(number);
  return area === '' || kindOf(number) === 'unknown' ? number : `${area}-${number.slice(area.length)}`;
}
