import { routePath } from 'hono/route';
import { errorView } from '../../views/errors.ts';
import { noteFault } from '../disk/faults.ts';
import { FAULT_WORDS, storageFaultOf } from '../disk/storage-fault.ts';
import { type Ctx, dbOf, nowOf } from './context.ts';
import { logError } from './log.ts';
import { page, plainPage, type Status } from './page.ts';
import { failureOf } from './submit.ts';

const TITLES: Record<number, string> = {
  403: '没有权限',
  404: '没有找到',
  409: '已被他人处理',
  413: '内容太大',
  422: '内容有误',
  500: '系统出错',
  503: '系统正忙',
  507: '磁盘空间不足',
};

/** What goes wrong anywhere ends here: an explanation for people, or for a bug a number to quote. */
export function errorPage(c: Ctx, error: unknown): Response | Promise<Response> {
  const failure = failureOf(error);
  const fault = storageFaultOf(error);
  // The pattern of the route, not the address: that may name a file or what was searched for.
  if (!failure || fault)
    logError({ request: c.get('requestId'), route: `${c.req.method} ${routePath(c)}` }, error);
  noteFault(dbOf(c), error, nowOf(c));
  const status: Status = failure?.status ?? 500;
  const message =
    (fault && c.req.method === 'GET' ? FAULT_WORDS[fault].unshown : failure?.message) ??
    `系统出现意外错误，操作没有完成。请稍后再试；仍不行时，请把编号 ${c.get('requestId')} 告诉系统管理员。`;
  const title = (fault && FAULT_WORDS[fault].title) ?? TITLES[status] ?? '出错';
  return shown(c, { title, message, status });
}

/** Even the page around the message is read from the file: where that cannot be, the message stands alone. */
function shown(
  c: Ctx,
  { title, message, status }: { title: string; message: string; status: Status },
): Response | Promise<Response> {
  try {
    return c.get('actor')
      ? page(c, { title, main: errorView(message, title), status })
      : plainPage(c, { title, main: errorView(message, null), status });
  } catch {
    return c.text(message, status);
  }
}
