import { z } from 'zod';
import { sectionOptions, sections } from '../../agencies/queries.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import { staffOf } from '../../people/queries.ts';
import { chosen, type Option } from '../../web/forms.ts';
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
    handlers: handlerOptions(db, assignmentOf(context).agency_id),
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
    const handler = namedHandler(db, given.agency_id, input.handler);
    const section = namedSection(db, given.agency_id, input.section);
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

export function handlerOptions(db: Db, agencyId: number): Option[] {
  return staffOf(db, agencyId, 'handler').map((person) => ({
    value: String(person.id),
    text: person.name,
    hint: person.agency_name,
  }));
}

/** @throws Invalid when it is not one of the agency's own handlers, or of those below it */
export function namedHandler(db: Db, agencyId: number, typed: string) {
  return offered(staffOf(db, agencyId, 'handler'), (each) => each.id, typed, 'handler', '经办人');
}

/** Null where none was named. @throws Invalid when it is not below the agency */
export function namedSection(db: Db, agencyId: number, typed: string | undefined) {
  if (!typed) return null;
  return offered(sections(db, agencyId), (each) => each.id, typed, 'section', '承办科室');
}

/** The assignment of an act on an assignment; perform.ts always gives one. */
export function assignmentOf({ assignment }: ActContext): AssignmentRow {
  if (!assignment) throw new Error('this act belongs to an assignment');
  return assignment;
}
