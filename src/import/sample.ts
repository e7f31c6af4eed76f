import { closeSync, openSync, readSync } from 'node:fs';
import { decodeCsv, parseCsv, type Table } from '../web/csv.ts';
import { UnreadableFile } from './plan.ts';

const SAMPLE_BYTES = 256 * 1024;
const NEW_LINE = 0x0a;

/** The first rows of a file, read without reading the rest: enough to show what its columns hold. */
export function sampleOf(path: string): Table {
  const bytes = firstBytes(path);
  refuseWorkbook(bytes);
  const { text } = decodeCsv(bytes);
  return parseCsv(bytes.length < SAMPLE_BYTES ? text : wholeRecords(text));
}

/** @throws UnreadableFile for what spreadsheets save by default, which is no CSV */
export function refuseWorkbook(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (start === '504b0304' || start === 'd0cf11e0') {
    throw new UnreadableFile(
      '这是 Excel 工作簿，不是 CSV 文件。请在表格软件中打开，选“另存为”CSV 格式后再导入。',
    );
  }
}

/** Cut after a line break, so that no character is cut in two. */
function firstBytes(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(SAMPLE_BYTES);
    const length = readSync(file, buffer, 0, SAMPLE_BYTES, 0);
    if (length < SAMPLE_BYTES) return buffer.subarray(0, length);
    const end = buffer.lastIndexOf(NEW_LINE);
    return end < 0
      ? buffer
      : Buffer.concat([buffer.subarray(0, end), Buffer.alloc(SAMPLE_BYTES - end, NEW_LINE)]);
  } finally {
    closeSync(file);
  }
}

/** The records that are complete in the first piece of a CSV: up to the last line break outside quotes. */
export function wholeRecords(text: string): string {
  let quoted = false;
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === '\n' && !quoted) end = at + 1;
  }
  return text.slice(0, end);
}
