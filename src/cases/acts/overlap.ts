import { z } from 'zod';
import { agencyOptions, dispatchable } from '../../agencies/queries.ts';
import { q, run } from '../../db/query.ts';
import { containmentIsDue } from '../../rules/overlap.ts';
import { addTask, finishTask, openTasks } from '../../tasks/tasks.ts';
import { chosen, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { lastWords } from '../case-queries.ts';
import { offered } from '../offered.ts';
import { readByAgency } from '../read-by-agency.ts';
import { assignmentOf } from './sign.ts';

/** Q-C4: whose powers overlap with ours, in what, and how a danger was contained before anybody argued about it. */
export const reportOverlap = act({
  form: ({ facts }) => {
    const containment = { max: 1000, rows: 2 };
    return z.object({
      other: chosen('与哪个单位职责交叉', 'agencies'),
      overlap: longText('交叉情况', { max: 1000, rows: 3 }),
      contained: containmentIsDue(facts)
        ? longText('先期处置情况', {
            ...containment,
            help: '紧急诉求和突发事件，须先行消除危险，并写明已采取的措施。',
          })
        : longText('先期处置情况', {
            ...containment,
            required: false,
            help: '有安全隐患的，请先行处置并写明措施；没有的不填。',
          }).optional(),
    });
  },
  choices: (db) => ({ agencies: agencyOptions(db) }),
  forecast: () => '提交后由热线派单员处理；处理期间请继续办理，时限照常计算。',
  record: (db, context, input) => {
    const { id, case_id, agency_id, contained_at } = assignmentOf(context);
    const agencies = dispatchable(db);
    const others = agencies.filter((each) => each.id !== agency_id);
    const other = offered(others, (each) => each.id, input.other, 'other', '职责交叉单位');
    if (input.contained && contained_at === null)
      run(db, q.updateTable('assignments').set({ contained_at: context.now }).where('id', '=', id));
    const what = `${agencies.find((each) => each.id === agency_id)?.short_name ?? ''}报告与${other.short_name}职责交叉`;
    addTask(db, { caseId: case_id, assignmentId: id, kind: 'overlap', side: 'hotline', what }, context.now);
    const contained = input.contained ? ` 先期处置：${input.contained}` : '';
    return {
      why: `与${other.short_name}职责交叉。情况：${input.overlap}${contained}`,
      detail: { other: other.id },
    };
  },
});

/** Q-C4: what the dispatcher decides of all that was reported and is still open. */
export const settleOverlap = act({
  form: (context) =>
    z.object({ decision: longText('处理意见', { max: 1000, rows: 3, ...readByAgency(context) }) }),
  brief: (db, { case: given }) => {
    const texts = openTasks(db, given.id, 'overlap').map(
      (task) => lastWords(db, given.id, 'report_overlap', task.assignment_id) ?? task.what,
    );
    return texts.length > 0 ? { title: '报告的职责交叉', text: texts.join('\n') } : null;
  },
  forecast: () => '处理意见告知各承办单位。需要改派的，随后点“收回重派”；需要其他单位配合的，点“增派协办”。',
  record: (db, { case: given, actor, now }, input) => {
    for (const task of openTasks(db, given.id, 'overlap')) {
      finishTask(db, task.id, { by: actor?.id ?? 0, result: input.decision, now });
    }
    return { why: input.decision };
  },
});
