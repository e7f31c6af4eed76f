import { z } from 'zod';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { first, q, run } from '../../db/query.ts';
import { longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { lastWords } from '../case-queries.ts';
import { readByAgency } from '../read-by-agency.ts';

/** X-E1: the agency says why the case should not count against it. */
export const appeal = act({
  files: true,
  form: () =>
    z.object({
      reason: longText('申诉理由', { max: 2000, rows: 4, help: '请写明事实和依据，可附证明材料。' }),
    }),
  forecast: () => '提交后由值班长审核，经另一人确认后不计入考核。申诉期间工单照常办理，照常计时。',
  record: (db, { case: given, actor, now }, input) => {
    const asked = { case_id: given.id, reason: input.reason, asked_by: actor?.id ?? 0, asked_at: now };
    run(db, q.insertInto('appeals').values({ ...asked, status: 'asked', ...UNDECIDED }));
    return { why: input.reason, detail: { by: 'agency' } };
  },
});

/** Takes up an appeal, or proposes it of the supervisor's own accord. */
export const proposeExemption = act({
  form: () => z.object({ reason: longText('提请理由', { max: 2000, rows: 3 }) }),
  brief: openAppeal,
  forecast: () => '提请后须由另一位值班长或派单员确认，确认后该工单不计入各项考核指标，单独列示。',
  record: (db, { case: given, actor, now }, input) => {
    const by = actor?.id ?? 0;
    const proposed = { status: 'proposed' as const, proposed_by: by, proposed_at: now };
    const taken = run(
      db,
      q.updateTable('appeals').set(proposed).where('case_id', '=', given.id).where('status', '=', 'asked'),
    );
    if (taken.changes === 0) {
      const own = { case_id: given.id, reason: input.reason, asked_by: by, asked_at: now };
      run(db, q.insertInto('appeals').values({ ...own, ...UNDECIDED, ...proposed }));
    }
    return { why: input.reason };
  },
});

export const confirmExemption = act({
  form: (context) =>
    z.object({
      note: longText('确认意见', {
        required: false,
        max: 1000,
        rows: 2,
        ...readByAgency(context),
      }).optional(),
    }),
  brief: (db, context) => {
    const asked = openAppeal(db, context);
    const proposed = lastWords(db, context.case.id, 'propose_exemption', null);
    return asked && proposed && proposed !== asked.text
      ? { ...asked, text: `${asked.text}\n\n提请理由：${proposed}` }
      : asked;
  },
  forecast: () => '确认后，该工单不计入考核，各项指标中单独列示。',
  record: (db, context, input) => {
    decide(db, context, 'granted', input.note ?? '');
    run(db, q.updateTable('cases').set({ exempt: 1 }).where('id', '=', context.case.id));
    return { why: input.note ?? '' };
  },
});

export const refuseAppeal = act({
  form: (context) =>
    z.object({ reason: longText('驳回理由', { max: 1000, rows: 3, ...readByAgency(context) }) }),
  brief: openAppeal,
  forecast: () => '驳回后该工单照常计入考核。',
  record: (db, context, input) => {
    decide(db, context, 'refused', input.reason);
    return { why: input.reason };
  },
});

const UNDECIDED = { proposed_by: null, proposed_at: null, decided_by: null, decided_at: null } as const;

function openAppeal(db: Db, { case: given }: ActContext): { title: string; text: string } | null {
  const asked = q.selectFrom('appeals').selectAll().where('case_id', '=', given.id);
  const open = first(db, asked.where('status', 'in', ['asked', 'proposed']).orderBy('id', 'desc').limit(1));
  return open ? { title: `申诉理由（${exactTime(open.asked_at)}）`, text: open.reason } : null;
}

function decide(
  db: Db,
  { case: given, actor, now }: ActContext,
  status: 'granted' | 'refused',
  decision: string,
): void {
  const decided = { status, decision, decided_by: actor?.id ?? 0, decided_at: now };
  const open = q.updateTable('appeals').set(decided).where('case_id', '=', given.id);
  run(db, open.where('status', 'in', ['asked', 'proposed']));
}
