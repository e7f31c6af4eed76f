import { type Call, callListView } from '../../views/outbox/call-list.ts';
import { exactTime } from '../calendar/words.ts';
import { momentOf } from '../cases/page/moment.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { noLongerTrue } from '../notifications/still-true.ts';
import type { Routes } from '../web/access.ts';
import { one, several } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, nowOf, whoIs } from '../web/context.ts';
import { flash, page } from '../web/page.ts';
import { phoned } from './acts.ts';
import { messagesToPhone, type OutboxLine } from './queries.ts';
import { CALLERS } from './roles.ts';
import { aboutWords, recipientWords } from './words.ts';

/** 电话通知单: reminders without a gateway, told by telephone. */
export function callListRoutes(routes: Routes): void {
  routes.get('/call-list', CALLERS, show);
  routes.post('/call-list', CALLERS, tell);
}

function show(c: Ctx): Response | Promise<Response> {
  const { lines, more } = messagesToPhone(dbOf(c));
  const main = callListView({
    calls: callsOf(stillTrue(dbOf(c), lines, nowOf(c)), nowOf(c)),
    more,
    csrf: csrfOf(c),
    printed: exactTime(nowOf(c)),
  });
  return page(c, { title: '电话通知单', main });
}

/** What is settled goes off the list within a minute (untrue-calls.ts); nobody is asked to phone for it until then. */
function stillTrue(db: Db, lines: readonly OutboxLine[], now: number): OutboxLine[] {
  return lines.filter((line) => noLongerTrue(db, line, now) === null);
}

/** One call for each person, urgent ones first, then whoever has waited longest. */
function callsOf(lines: readonly OutboxLine[], now: number): Call[] {
  const calls = [...Map.groupBy(lines, (line) => `${line.recipient} ${line.address}`).values()].map(
    (items) => ({
      who: items[0] ? recipientWords(items[0]) : '',
      number: items[0]?.address ?? '',
      urgent: items.some((item) => item.urgent === 1),
      items: items.map((item) => ({
        id: item.id,
        about: aboutWords(item.occasion),
        text: item.text,
        caseHref: item.case_id === null ? null : `/cases/${item.case_id}`,
        created: momentOf(item.created_at, now),
      })),
    }),
  );
  return calls.sort((a, b) => Number(b.urgent) - Number(a.urgent));
}

function tell(c: Ctx): Response {
  const { typed } = bodyOf(c);
  const note = one(typed, 'note');
  const ids = several(typed, 'id').map(Number);
  transact(dbOf(c), () => {
    for (const id of ids) phoned(dbOf(c), whoIs(c), id, note, nowOf(c));
  });
  flash(c, 'ok', '已登记电话通知。');
  return c.redirect('/call-list', 303);
}
