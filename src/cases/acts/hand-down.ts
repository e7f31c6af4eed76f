import { z } from 'zod';
import { sectionOptions, sections } from '../../agencies/queries.ts';
import { q, run } from '../../db/query.ts';
import { Invalid } from '../../web/errors.ts';
import { chosen, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { operatorOf } from '../case-queries.ts';
import { assignmentOf, handlerOptions, namedHandler, namedSection } from './sign.ts';

/** Q-B4: to another section or another person of the agency's own; the agency stays answerable. */
export const handDown = act({
  form: () =>
    z.object({
      handler: chosen('经办人', 'handlers', { help: '从本单位及下属单位的经办人中选择。' }),
      section: chosen('承办科室', 'sections', {
        required: false,
        help: '不选的，由本单位直接办理。',
      }).optional(),
      note: longText('转交说明', { required: false, rows: 2, max: 500 }).optional(),
    }),
  choices: (db, context) => ({
    handlers: handlerOptions(db, assignmentOf(context).agency_id),
    sections: sectionOptions(db, assignmentOf(context).agency_id),
  }),
  initial: (_db, context) => {
    const { handler_id, section_id } = assignmentOf(context);
    return { handler: String(handler_id ?? ''), section: String(section_id ?? '') };
  },
  forecast: () => '转交后本单位仍对办理结果负责，各项时限不变。',
  record: (db, context, input) => {
    const given = assignmentOf(context);
    const handler = namedHandler(db, given.agency_id, input.handler);
    const section = namedSection(db, given.agency_id, input.section);
    if (handler.id === given.handler_id && (section?.id ?? null) === given.section_id) {
      const message = '经办人和承办科室都没有变化，请选择转交给谁。';
      throw new Invalid(message, { handler: message });
    }
    const named = { handler_id: handler.id, section_id: section?.id ?? null };
    run(db, q.updateTable('assignments').set(named).where('id', '=', given.id));
    const before = sections(db, given.agency_id).find((each) => each.id === given.section_id);
    const from = `${operatorOf(db, given.handler_id) ?? '未定'}${before ? `（${before.short_name}）` : ''}`;
    const to = `${handler.name}${section ? `（${section.short_name}）` : ''}`;
    return { why: `由 ${from} 转交 ${to}${input.note ? `。${input.note}` : ''}` };
  },
});
