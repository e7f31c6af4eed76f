import { dayOf } from '../calendar/local-time.ts';
import { addWorkingDays, type WorkingCalendar } from '../calendar/working-time.ts';
import { takeDown } from '../cases/intake.ts';
import { perform } from '../cases/perform.ts';
import type { CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { actorOf } from '../people/actor.ts';
import type { Typed } from '../web/forms.ts';
import type { Ids } from './county.ts';

/* What leaves the straight way from call to answer: suspended, merged, withdrawn. Done last, to cases as they stand. */

type Ground = { db: Db; ids: Ids; cal: WorkingCalendar; now: number };

/** How many calls come in beside those of the plan. */
export const NEIGHBOURS = 1;

const REASONS = [
  '须待道路改造立项后一并解决，已向诉求人当面说明，诉求人表示理解。',
  '产权单位正在办理移交，移交完成前无法施工，已电话说明。',
];

export function setAside(ground: Ground): void {
  const [first, second, main, ...rest] = handled(ground);
  [first, second].forEach((given, n) => {
    if (given) suspend(ground, given, n);
  });
  const asked = main ?? rest[0];
  if (asked) neighbourCalls(ground, asked);
  const [waiting] = open(ground, 'accepted').sort((a, b) => b.id - a.id);
  if (waiting) withdraw(ground, waiting);
}

/** Q-A4: within its limit, or with a supervisor's ground. */
function withdraw(ground: Ground, given: CaseRow): void {
  const clock = q.selectFrom('clocks').select('due_at').where('kind', '=', 'withdrawal');
  const [limit] = all(ground.db, clock.where('case_id', '=', given.id));
  const typed = { how: 'phone', reason: '诉求人来电表示问题已自行解决，不再需要办理。' };
  if (!limit || ground.now <= limit.due_at) act(ground, 'paidan1', 'withdraw_case', given.id, typed);
  else act(ground, 'duban1', 'withdraw_late', given.id, { ...typed, ground: '经现场核实，问题确已解决。' });
}

/** X-E1, Q-D9. */
function suspend(ground: Ground, given: CaseRow, n: number): void {
  const reviewOn = dayOf(addWorkingDays(ground.cal, ground.now, 8 + 7 * n));
  act(ground, 'duban1', 'suspend', given.id, { reason: REASONS[n] ?? '', reviewOn });
}

/** Somebody next door has the same trouble: their call is handled with the first one, and called back on its own. */
function neighbourCalls(ground: Ground, main: CaseRow): void {
  const { db, ids, now } = ground;
  const who = actorOf(db, Number(ids.person('huawu1')));
  const typed = {
    ...{ channel: 'phone', kind: main.kind, headline: main.headline, place: main.place },
    ...{ text: `我也反映同一件事：${main.text}`, name: '汪女士', phone: '13900008801' },
    category: String(main.category_id ?? ''),
    area: String(main.area_id ?? ''),
  };
  const call = { typed, outcome: 'accept', key: 'demo-neighbour', callStartedAt: now - 180_000 } as const;
  const { caseId } = takeDown(db, who, call, now);
  const reason = '同一地点、同一问题，由同一单位办理。';
  act(ground, 'paidan1', 'merge', caseId, { number: main.number, reason });
}

/** With their agency and far from every limit: what is late or soon due stays to be seen as such. */
function handled(ground: Ground): CaseRow[] {
  return open(ground, 'dispatched').filter(
    (given) => given.next_clock === 'reply' && given.confidential === 0 && given.anonymous === 0,
  );
}

function open({ db }: Ground, status: 'accepted' | 'dispatched'): CaseRow[] {
  const cases = q.selectFrom('cases').selectAll().where('status', '=', status).where('urgent', '=', 0);
  return all(db, cases.orderBy('next_due_at', 'desc').orderBy('id'));
}

function act({ db, ids, now }: Ground, who: string, name: string, caseId: number, typed: Typed): void {
  perform(db, actorOf(db, Number(ids.person(who))), { act: name, caseId, typed }, now);
}
