// What a file is, by its first bytes and never by what its sender calls it.

export interface Sniffed {
  /** Media type to store and send; anything not known for certain is application/octet-stream. */
  type: string;
  /** A browser may show it in place (with `Content-Security-Policy: sandbox` and `nosniff`); all else is a download. */
  inline: boolean;
  /** A browser can show it as a thumbnail. */
  image: boolean;
}

/** `bytes`: the beginning of the file (4 KB are plenty, the whole is fine). The name only tells office files from other archives. */
export function sniffType(bytes: Uint8Array, name: string): Sniffed {
  const head = bytes.subarray(0, 4096);
  const type = mediaType(head, name);
  return { type, inline: SHOWN.has(type), image: IMAGES.has(type) };
}

const IMAGES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp']);
/** Never html, svg or xml. HEIC, MOV and AMR are safe but most browsers cannot show them: better a download than a blank. */
const SHOWN = new Set([
  ...IMAGES,
  'application/pdf',
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/wav',
  'audio/mp4',
]);

function mediaType(head: Uint8Array, name: string): string {
  const text = latin(head);
  const known = SIGNATURES.find(([signature]) => text.startsWith(signature));
  if (known !== undefined) return known[1];
  if (text.startsWith('RIFF')) return RIFF[text.slice(8, 12)] ?? UNKNOWN;
  // The first box is short: its length begins with zeros.
  if (text.startsWith('\0\0') && text.startsWith('ftyp', 4)) return isoMedia(text.slice(8, 12));
  if (text.startsWith('\x1aE\xdf\xa3')) return text.slice(0, 64).includes('webm') ? 'video/webm' : UNKNOWN;
  if (isBitmap(head, text)) return 'image/bmp';
  if (isMp3Frame(head)) return 'audio/mpeg';
  if (ZIP.some((start) => text.startsWith(start))) return ZIPPED[extensionOf(name)] ?? 'application/zip';
  if (text.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return OLD_OFFICE[extensionOf(name)] ?? UNKNOWN;
  return isPlainText(head) ? 'text/plain' : UNKNOWN;
}

const UNKNOWN = 'application/octet-stream';

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\xff\xd8\xff', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['%PDF-', 'application/pdf'],
  ['ID3', 'audio/mpeg'],
  ['#!AMR', 'audio/amr'],
];

const RIFF: Readonly<Record<string, string>> = { WEBP: 'image/webp', WAVE: 'audio/wav' };

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** A local file, or the directory of an empty archive. */
const ZIP = ['PK\x03\x04', 'PK\x05\x06'];
const ZIPPED: Readonly<Record<string, string>> = {
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
};

const OLD_OFFICE: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

function isoMedia(brand: string): string {
  if (/^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) return 'image/heic';
  if (brand === 'qt  ') return 'video/quicktime';
  if (/^M4[AB] $/.test(brand)) return 'audio/mp4';
  return /^(isom|iso[2-9]|mp4[12v]|avc1|M4V |M4VP|MSNV|dash|mmp4|3gp.)$/.test(brand) ? 'video/mp4' : UNKNOWN;
}

/** `BM` alone begins many a text: a picture has a header size it can have and zeros in between. */
function isBitmap(head: Uint8Array, text: string): boolean {
  return (
    text.startsWith('BM') &&
    text.slice(6, 10) === '\0\0\0\0' &&
    [12, 40, 52, 56, 108, 124].includes(head[14] ?? 0)
  );
}

/** A frame of layer III with a bit rate and sample rate that exist. */
function isMp3Frame(head: Uint8Array): boolean {
  const [sync = 0, version = 0, rates = 0] = head;
  const layerThree = sync === 0xff && (version & 0xe6) === 0xe2 && (version & 0x18) !== 0x08;
  return layerThree && (rates & 0xf0) !== 0xf0 && (rates & 0xf0) !== 0 && (rates & 0x0c) !== 0x0c;
}

/** UTF-8, or what Windows in China writes. A character cut off at the end of the piece does no harm. */
function isPlainText(head: Uint8Array): boolean {
  if (head.length === 0 || head.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte))) return false;
  return ['utf-8', 'gb18030'].some((encoding) => decodes(head, encoding));
}

const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d]);

function decodes(head: Uint8Array, encoding: string): boolean {
  try {
    return !/[\ue000-\uf8ff]/.test(new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true }));
  } catch {
    return false;
  }
}

function latin(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 64)).toString('latin1');
}

function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
}

/** A name to store and offer: Chinese stays; paths, control and direction characters and what Windows forbids go. Never empty. */
export function safeFileName(name: string): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const kept = shorten(clean);
  if (kept === '') return '附件';
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(kept) ? `_${kept}` : kept;
}

/** File systems count bytes, three to a Chinese character: 80 characters fit into their 255. The ending is kept. */
function shorten(name: string): string {
  const chars = Array.from(name);
  if (chars.length <= LONGEST_NAME) return name;
  const ending = /\.[^. ]{1,10}$/.exec(name)?.[0] ?? '';
  const room = LONGEST_NAME - Array.from(ending).length;
  return `${chars.slice(0, room).join('').trimEnd()}${ending}`;
}

const LONGEST_NAME = 80;

/** The header by RFC 6266: the true name for all browsers in use, an ASCII stand-in for the rest. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const safe = safeFileName(name);
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_').replace(/[%"\\;]/g, '_');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
