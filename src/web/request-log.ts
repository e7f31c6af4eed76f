import { routePath } from 'hono/route';
import type { Ctx } from './context.ts';
import { logLine } from './log-line.ts';

/** Every request, those that were slow or failed, or none. */
export const REQUEST_LOGS = ['all', 'slow', 'none'] as const;
export type RequestLog = (typeof REQUEST_LOGS)[number];

type Answered = { quiet: boolean; status: number; ms: number };

const SLOW = 1000;

/**
 * One line for a request: the pattern of its route, never the address, which may hold a name, a number or what was
 * searched for; the number of who asked, never the name. No address of the sender either: of citizens it is personal
 * data, and where staff logged in from stands in the audit log.
 * @param took until the answer began, in ms; a file may take longer to be sent
 */
export function logRequest(c: Ctx, took: number): void {
  const [status, ms] = [c.res.status, Math.round(took)];
  const { requestLog = 'none' } = c.get('world');
  if (!isLogged(requestLog, { quiet: c.get('quiet'), status, ms })) return;
  const bytes = c.res.headers.get('content-length');
  logLine(levelOf(status, ms), {
    ...{ request: c.get('requestId'), method: c.req.method, route: patternOf(c), status, ms },
    bytes: bytes === null ? undefined : Number(bytes),
    user: c.get('actor')?.id,
  });
}

/** What browsers and monitors ask for by themselves would drown the rest. */
export function isLogged(log: RequestLog, { quiet, status, ms }: Answered): boolean {
  if (log === 'none') return false;
  return status >= 500 || ms > SLOW || (log === 'all' && !quiet);
}

function levelOf(status: number, ms: number): 'info' | 'warn' | 'error' {
  if (status >= 500) return 'error';
  return ms > SLOW ? 'warn' : 'info';
}

/** '' where the address leads nowhere: what was asked for there is anybody's words. */
function patternOf(c: Ctx): string {
  const pattern = routePath(c);
  return pattern === '/*' ? '' : pattern;
}
