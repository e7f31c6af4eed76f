import type { Callback, Channel, Inbound, Report, Settings } from './channel.ts';
import { quote } from './fetch-outcome.ts';
import { checkHttp } from './http-check.ts';
import { FIELDS } from './http-fields.ts';
import { sendByHttp } from './http-send.ts';
import { inboundId } from './inbound-id.ts';
import { rowsOf, textAt } from './json-path.ts';

/** Any SMS platform that is reached by one HTTP request a message, described by its settings. */
export const http: Channel = {
  code: 'http',
  name: '通用短信网关（HTTP 接口）',
  medium: 'sms',
  about:
    '运营商、短信公司或本地政务短信平台提供 HTTP 接口时使用。按对方的接口文档填写地址、内容和成功标志，保存后用“测试”按钮发一条试试。',
  fields: FIELDS,
  check: checkHttp,
  send: sendByHttp,
  reports,
  inbound,
};

function reports(settings: Settings, callback: Callback): readonly Report[] | null {
  const { report_ref: refAt = '', report_uid: uidAt = '', report_status: statusAt = '' } = settings;
  if (statusAt === '') return null;
  const delivered = (settings.report_delivered ?? '').split('|').map((value) => value.trim());
  const found = rowsOf(callback, settings.report_list).flatMap((row) => {
    const [ref, uid] = [fieldOf(callback, row, refAt), fieldOf(callback, row, uidAt)];
    const status = fieldOf(callback, row, statusAt);
    if ((ref === '' && uid === '') || status === '') return [];
    const why = quote([status, fieldOf(callback, row, settings.report_why ?? '')].join(' '));
    return [{ ...(ref && { ref }), ...(uid && { uid }), delivered: delivered.includes(status), why }];
  });
  return found.length === 0 ? null : found;
}

function inbound(settings: Settings, callback: Callback): readonly Inbound[] | null {
  const { inbound_from: fromAt = '', inbound_text: textPath = '', inbound_id: idAt = '' } = settings;
  const found = rowsOf(callback, settings.inbound_list).flatMap((row) => {
    const [from, text] = [fieldOf(callback, row, fromAt), fieldOf(callback, row, textPath)];
    if (from === '' || text === '') return [];
    const id = fieldOf(callback, row, idAt) || inboundId(settings, [from, text, JSON.stringify(row)]);
    return [{ id, from, text, at: null }];
  });
  return found.length === 0 ? null : found;
}

/** A field of one of several reports, or one that stands in the address for all of them. */
function fieldOf({ values }: Callback, row: unknown, path: string): string {
  return path === '' ? '' : textAt(row, path) || (values[path] ?? '');
}
