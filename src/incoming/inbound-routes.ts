import { inboundView } from '../../views/incoming/inbound.ts';
import { momentOf } from '../cases/page/moment.ts';
import { CALLERS } from '../outbox/roles.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf } from '../web/context.ts';
import { page } from '../web/page.ts';
import { unknownInbound } from './inbound-queries.ts';

/** 来信短信: what nobody's case is known for, so that somebody reads it. */
export function inboundRoutes(routes: Routes): void {
  routes.get('/inbound', CALLERS, show);
}

function show(c: Ctx): Response | Promise<Response> {
  const rows = unknownInbound(dbOf(c)).map(({ at, sender, text }) => ({
    at: momentOf(at, nowOf(c)),
    sender,
    text,
  }));
  return page(c, { title: '来信短信', main: inboundView(rows) });
}
