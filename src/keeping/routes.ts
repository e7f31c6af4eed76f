import { yearsView } from '../../views/keeping/years.ts';
import { dayOf } from '../calendar/local-time.ts';
import { exactTime } from '../calendar/words.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf } from '../web/context.ts';
import { csvFile } from '../web/csv-file.ts';
import { page } from '../web/page.ts';
import { YEAR_READERS } from './roles.ts';
import { type YearsTable, yearsTable } from './years-table.ts';

export function keepingRoutes(routes: Routes): void {
  routes.get('/years', YEAR_READERS, showYears);
  routes.get('/years/table.csv', YEAR_READERS, downloadYears);
}

const YEARS_SHOWN = 10;

function showYears(c: Ctx) {
  const { years, sections, reckonedAt } = yearsTable(dbOf(c), nowOf(c));
  const shown = sections.map(({ title, rows }) => ({
    title,
    rows: rows.map(({ label, values }) => ({ label, values: values.slice(-YEARS_SHOWN) })),
  }));
  const sub = reckonedAt === null ? '' : `本年数字截至 ${exactTime(reckonedAt)}，每天夜间更新一次。`;
  const main = yearsView({ years: years.slice(-YEARS_SHOWN), sub, sections: shown });
  return page(c, { title: '历年数字', main, wide: true });
}

/** What is forwarded says for itself whose figures it holds, and until when. */
function downloadYears(c: Ctx): Response {
  const table = yearsTable(dbOf(c), nowOf(c));
  const { name } = policyAt(dbOf(c), nowOf(c)).hotline;
  const until = table.reckonedAt ?? nowOf(c);
  const rows = [[`${name}历年数字，本年数字截至 ${exactTime(until)}`], ...rowsOf(table)];
  return csvFile(c, `历年数字_截至${dayOf(until)}.csv`, rows, 2);
}

function rowsOf({ years, sections }: YearsTable): (string | number | null)[][] {
  const head = ['类别', '项目', ...years.map((year) => `${year} 年`)];
  return [
    head,
    ...sections.flatMap(({ title, rows }) => rows.map(({ label, values }) => [title, label, ...values])),
  ];
}
