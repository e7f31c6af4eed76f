import { letterView } from '../../views/cases/letter.ts';
import { agencyById } from '../agencies/queries.ts';
import { audit } from '../audit/audit.ts';
import { exactTime } from '../calendar/words.ts';
import { signature } from '../people/actor.ts';
import { visitorOf } from '../people/visitor.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { siteName } from '../web/page.ts';
import { letterOf } from './letter.ts';
import { assignmentIn } from './move.ts';
import { sightOf, visibleCase } from './visible.ts';

/** The letter to an outside unit (Q-B5); before /cases/:id/:act, which would take it for an act. */
export function letterRoutes(routes: Routes): void {
  routes.get('/cases/:id/letter', ['dispatcher', 'supervisor'], printLetter);
}

function printLetter(c: Ctx) {
  const db = dbOf(c);
  const actor = whoIs(c);
  const given = visibleCase(db, actor, idOf(c, 'id'));
  if (!given || sightOf(db, actor, given) !== 'whole') {
    throw new NotFound('没有找到这个工单，或您没有查看权限。');
  }
  const assignment = assignmentIn(db, given, Number(c.req.query('assignment')) || 0);
  const agency = agencyById(db, assignment.agency_id);
  if (agency?.external !== 1) throw new NotFound('这个派单不是派给外部单位的，没有函件。');
  const now = nowOf(c);
  const detail = { name: agency.short_name };
  audit(db, { at: now, actor, act: 'letter_printed', subject: given.number, detail, ip: visitorOf(c).ip });
  return c.html(
    letterView({
      ...letterOf(db, actor, given, assignment, now),
      letterhead: siteName(c),
      printedBy: signature(actor),
      printedAt: exactTime(now),
      assets: c.get('world').assets,
    }),
  );
}
