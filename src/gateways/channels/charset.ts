import type { Settings } from './channel.ts';

export type Charset = 'utf-8' | 'gbk';
/** Of a text that comes in. */
type Read = Charset | 'utf-16be';

/** Gateways of some carriers still speak GBK. */
export function charsetOf(settings: Settings): Charset {
  return settings.charset === 'gbk' ? 'gbk' : 'utf-8';
}

/** The text as bytes; a character that GBK does not have becomes a question mark. */
export function encode(text: string, charset: Charset): Buffer<ArrayBuffer> {
  if (charset === 'utf-8') return Buffer.from(text);
  const codes = gbkCodes();
  return Buffer.from(
    [...text].flatMap((character) => {
      const point = character.codePointAt(0) ?? 0;
      if (point < 0x80) return [point];
      const code = codes.get(character);
      return code === undefined ? [0x3f] : [code >> 8, code & 0xff];
    }),
  );
}

export function decode(bytes: Uint8Array, charset: Read): string {
  return new TextDecoder(charset).decode(bytes);
}

/** As it stands in an address or a form: all but the unreserved characters of RFC 3986 as %XX. */
export function percent(text: string, charset: Charset = 'utf-8'): string {
  return encode(text, charset)
    .toString('latin1')
    .replace(
      /[^A-Za-z0-9\-_.~]/g,
      (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}

/** Fields of a query or a form that was sent in this character set; the last of a name counts. */
export function readFields(text: string, charset: Read): Record<string, string> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(unpercent(name), 'utf-8'), decode(unpercent(value.join('=')), charset)];
    }),
  );
}

function unpercent(text: string): Uint8Array {
  const bytes = Buffer.from(text.replaceAll('+', ' ')).toString('latin1');
  const plain = bytes.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(plain, 'latin1');
}

let codes: Map<string, number> | null = null;

/** Node reads GBK but does not write it: the table is what it reads, turned round. */
function gbkCodes(): Map<string, number> {
  if (codes) return codes;
  codes = new Map();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const character = decode(Uint8Array.of(high, low), 'gbk');
      const single = character.length === 1 && character !== '\uFFFD';
      if (single && !codes.has(character)) codes.set(character, (high << 8) | low);
    }
  }
  return codes;
}
