import type { Beside } from '../../../views/cases/case.ts';
import { type Link, linksOf, mergedInto, type OtherCase, otherCase } from '../merged.ts';
import { momentOf } from '../page/moment.ts';
import { CASE_STATUS } from '../states.ts';
import { visibleCase } from '../visible.ts';
import type { BesideOf, Reading } from './beside.ts';

/** What a case is part of, and what is part of it. Q-A7: an agency learns how many asked the same, and not who or where. */
export const merged: BesideOf = (reading) => [...partOf(reading), ...partsOf(reading)];

function partOf(reading: Reading): Beside[] {
  const { db, given, forAgency } = reading;
  const main = given.merged_into === null || forAgency ? undefined : otherCase(db, given.merged_into);
  if (!main) return [];
  const waits = given.status === 'merged' ? '主工单的答复审核通过后，单独回访本工单的诉求人' : '';
  const card: Beside = {
    title: '已并案',
    rows: rowsOf([
      ['主工单', `${main.number}，${CASE_STATUS[main.status].name}`],
      ['回访', waits],
    ]),
    lines: [],
    links: linksTo(reading, [main]),
  };
  return [given.status === 'merged' ? { ...card, first: true } : card];
}

function partsOf(reading: Reading): Beside[] {
  const parts = mergedInto(reading.db, reading.given.id);
  if (parts.length === 0) return [];
  const count = `另有 ${parts.length} 件相同诉求并入本工单，一并办理`;
  if (reading.forAgency) return [{ title: '并案', rows: [['并入工单', count]], lines: [] }];
  const rows = parts.map((each): [string, string] => [each.number, CASE_STATUS[each.status].name]);
  return [{ title: `并入本工单的 ${parts.length} 件`, rows, lines: [], links: linksTo(reading, parts) }];
}

/** Related cases, each a link for those who may see it. */
export const linked: BesideOf = (reading) => {
  const { db, actor, given, now, forAgency } = reading;
  const links = linksOf(db, given.id)
    .filter((each) => !forAgency || tellsNothing(reading, each))
    .filter((each) => visibleCase(db, actor, each.id) !== undefined);
  if (links.length === 0) return [];
  const lines = links.map((each) => ({
    at: momentOf(each.at, now),
    text: `${each.number}，${CASE_STATUS[each.status].name}`,
    ...(forAgency ? {} : { note: each.why }),
  }));
  return [{ title: '关联工单', rows: [], lines, links: linksTo(reading, links) }];
};

/** Q-A7: that two cases belong together may give away who is behind the confidential one. */
function tellsNothing({ given }: Reading, other: Link): boolean {
  return given.confidential === 0 && other.confidential === 0;
}

function linksTo({ db, actor }: Reading, cases: readonly OtherCase[]) {
  return cases
    .filter(({ id }) => visibleCase(db, actor, id) !== undefined)
    .map(({ id, number }) => ({ href: `/cases/${id}`, text: `打开 ${number}` }));
}

function rowsOf(rows: readonly [string, string][]): [string, string][] {
  return rows.filter(([, value]) => value !== '');
}
