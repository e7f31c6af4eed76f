import { z } from 'zod';
import { sectionOptions, sections } from '../../agencies/queries.ts';
import { q, run } from '../../db/query.ts';
import { staffOf } from '../../people/queries.ts';
import { chosen } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { offered } from '../offered.ts';
import type { AssignmentRow } from '../rows.ts';

/** Q-C2: on signing the agency names the section (its own, or an agency below it, Q-B4) and the person who handles. */
export const sign = act({
  form: () =>
    z.object({
      handler: chosen('经办人', 'handlers', {
        help: '从本单位及下属单位的经办人中选择，由其继续办理。',
      }),
      section: chosen('承办科室', 'sections', { required: false }).optional(),
    }),
  choices: (db, context) => ({
    handlers: staffOf(db, assignmentOf(context).agency_id, 'handler').map((person) => ({
      value: String(person.id),
      text: person.name,
      hint: person.agency_name,
    })),
    sections: sectionOptions(db, assignmentOf(context).agency_id),
  }),
  initial: (db, context) => {
    const staff = staffOf(db, assignmentOf(context).agency_id, 'handler');
    const self =
      staff.find((person) => person.id === context.actor?.id) ?? (staff.length === 1 ? staff[0] : undefined);
    return { handler: self ? String(self.id) : '' };
  },
  record: (db, context, input) => {
    const given = assignmentOf(context);
    const handlers = staffOf(db, given.agency_id, 'handler');
    const handler = offered(handlers, (each) => each.id, input.handler, 'handler', '经办人');
    const section = input.section
      ? offered(sections(db, given.agency_id), (each) => each.id, input.section, 'section', '承办科室')
      : null;
    run(
      db,
      q
        .updateTable('assignments')
        .set({ handler_id: handler.id, section_id: section?.id ?? null, signed_at: context.now })
        .where('id', '=', given.id),
    );
    return { why: `经办人：${handler.name}${section ? `，承办科室：${section.short_name}` : ''}` };
  },
});

/** The assignment of an act on an assignment; perform.ts always gives one. */
export function assignmentOf({ assignment }: ActContext): AssignmentRow {
  if (!assignment) throw new Error('this act belongs to an assignment');
  return assignment;
}
