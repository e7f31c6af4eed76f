import { all, q } from '../../db/query.ts';
import { spotCheckWords } from '../acts/spot-check.ts';
import { operatorOf } from '../case-queries.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf } from './beside.ts';

/** Q-E3: what came of looking at a closed case again; for the hotline. */
export const spotChecks: BesideOf = ({ db, given, now, forAgency }) => {
  if (forAgency) return [];
  const checks = all(
    db,
    q.selectFrom('spot_checks').selectAll().where('case_id', '=', given.id).orderBy('id', 'desc'),
  );
  if (checks.length === 0) return [];
  const lines = checks.map((each) => ({
    at: momentOf(each.at, now),
    text: operatorOf(db, each.by_user) ?? '',
    note: spotCheckWords(each),
  }));
  return [{ title: '抽查', rows: [], lines }];
};
