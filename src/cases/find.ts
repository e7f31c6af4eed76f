import { lineOf } from '../citizens/identity.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import { mayKnowConfidential } from '../rules/confidentiality.ts';
import { type ListedCase, listedCases, PAGE_SIZE } from './listed.ts';
import { type Arm, type Filter, narrowing, type Term } from './narrowing.ts';
import { textTerm } from './text-term.ts';
import {
  type Condition,
  EVERY,
  NONE,
  STILL_GIVEN,
  seesOnlySupervised,
  seesOnlyThrough,
  visibleTo,
} from './visible.ts';
import { type Walked, walk } from './walk.ts';

/**
 * One page of what was found, and one row more where there is a next page. `stopped`: how many cases were looked at,
 * up to which, where that was enough for one page (see walk.ts): there may be more beyond.
 */
export type Found = { rows: ListedCase[]; stopped: Walked['stopped'] };

/** Full-text search through what the actor may see, newest first. Null when nothing searchable was typed. */
export function searchCases(db: Db, actor: Actor, typed: string, filter: Filter): Found | null {
  const text = textTerm(typed);
  return text && find(db, actor, [text], filter);
}

/** Everything the actor may see; newest first unless asked otherwise. */
export function listVisible(db: Db, actor: Actor, filter: Filter): Found {
  return find(db, actor, [], filter);
}

/** Cases of one telephone line, newest first; sealed ones too, except for those who may not know whose they are. */
export function casesOfLine(db: Db, actor: Actor, number: string, filter: Filter): Found {
  const { phone, mac } = lineOf(db, number, mayKnowConfidential(actor.roles));
  const ofLine: Term = {
    condition: {
      text: 'EXISTS (SELECT 1 FROM citizens z WHERE z.case_id = c.id AND (z.phone = ? OR z.phone_mac = ?))',
      values: [phone, mac],
    },
    arms: [
      {
        select: `SELECT case_id FROM citizens WHERE phone <> '' AND phone = ?`,
        id: 'case_id',
        values: [phone],
      },
      {
        select: 'SELECT case_id FROM citizens WHERE phone_mac IS NOT NULL AND phone_mac = ?',
        id: 'case_id',
        values: [mac],
      },
    ],
  };
  return find(db, actor, [ofLine], filter);
}

function find(db: Db, actor: Actor, wanted: readonly Term[], filter: Filter): Found {
  const visible = visibleTo(actor);
  if (visible === NONE) return { rows: [], stopped: null };
  const order = filter.sort === 'oldest' ? 'oldest' : 'newest';
  const terms = [...wanted, ...visibility(actor, visible), ...narrowing(db, filter)];
  const { ids, stopped } = walk(db, terms, { order, after: filter.after?.id, limit: PAGE_SIZE + 1 });
  return { rows: listedCases(db, ids), stopped };
}

/** What the actor may see: agency staff are led by the assignments of their agencies, leaders by orders. */
function visibility(actor: Actor, condition: Condition): Term[] {
  if (condition === EVERY) return [];
  const arms = seesOnlySupervised(actor) ? [SUPERVISED] : (seesOnlyThrough(actor) ?? []).flatMap(given);
  return [{ condition, arms }];
}

const SUPERVISED: Arm = {
  select: 'SELECT DISTINCT v.case_id FROM supervisions v WHERE 1',
  id: 'v.case_id',
  values: [],
};

function given(agency: number) {
  return (['agency_id', 'section_id'] as const).map((column) => ({
    select: `SELECT DISTINCT s.case_id FROM assignments s WHERE ${STILL_GIVEN} AND s.${column} = ?`,
    id: 's.case_id',
    values: [agency],
  }));
}

export function caseIdOfNumber(db: Db, number: string): number | undefined {
  return prepared(db, 'SELECT id FROM cases WHERE number = ?').pluck().get(number) as number | undefined;
}
