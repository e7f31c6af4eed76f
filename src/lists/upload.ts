import { decodeCsv, parseCsv } from '../web/csv.ts';
import { Invalid } from '../web/errors.ts';
import type { SentFile } from '../web/spool.ts';

/** A table that somebody uploaded; `text` is its content, whatever encoding it came in. */
export type Uploaded = { name: string; text: string };

const MAX_BYTES = 2 * 1024 * 1024;

/**
 * The uploaded table file of a form.
 * @throws Invalid at `file` when there is none, it is no CSV or too large
 */
export async function uploadedTable(files: readonly SentFile[]): Promise<Uploaded> {
  const [file] = files;
  if (!file) refuse('请选择要导入的 CSV 文件。空文件无法导入。');
  if (file.size > MAX_BYTES) refuse('文件超过 2 MB，请拆成几个文件分次导入。');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isWorkbook(bytes)) refuse('这是 Excel 工作簿，请在 Excel 或 WPS 中“另存为”CSV 文件后再导入。');
  const { text } = decodeCsv(bytes);
  if (text.includes('\0')) refuse('这不是表格文件，请下载模板，按模板填写并存为 CSV 后再导入。');
  if (parseCsv(text).rows.length === 0) refuse('文件中没有可导入的内容，请在表头下面逐行填写。');
  return { name: file.name, text };
}

/** xlsx is a zip, xls an OLE file. */
function isWorkbook(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf);
}

function refuse(message: string): never {
  throw new Invalid(message, { file: message });
}
