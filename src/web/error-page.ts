import { errorView } from '../../views/errors.ts';
import type { Ctx } from './context.ts';
import { page, plainPage, type Status } from './page.ts';
import { failureOf } from './submit.ts';

const TITLES: Record<number, string> = {
  403: '没有权限',
  404: '没有找到',
  409: '已被他人处理',
  413: '文件太大',
  422: '内容有误',
  500: '系统出错',
  507: '磁盘空间不足',
};

/** What goes wrong anywhere ends here: an explanation for people, or for a bug a number to quote. */
export function errorPage(c: Ctx, error: unknown): Response | Promise<Response> {
  const failure = failureOf(error);
  if (!failure) {
    console.error(
      JSON.stringify({
        level: 'error',
        request: c.get('requestId'),
        path: c.req.path,
        error: wordsOf(error),
      }),
    );
  }
  const status: Status = failure?.status ?? 500;
  const message =
    failure?.message ??
    `系统出现意外错误，操作没有完成。请稍后再试；仍不行时，请把编号 ${c.get('requestId')} 告诉系统管理员。`;
  const title = TITLES[status] ?? '出错';
  return c.get('actor')
    ? page(c, { title, main: errorView(message, title), status })
    : plainPage(c, { title, main: errorView(message, null), status });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
