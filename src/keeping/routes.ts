import { yearsView } from '../../views/keeping/years.ts';
import { exactTime } from '../calendar/words.ts';
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

function downloadYears(c: Ctx): Response {
  return csvFile(c, '历年数字.csv', rowsOf(yearsTable(dbOf(c), nowOf(c))));
}

function rowsOf({ years, sections }: YearsTable): (string | number | null)[][] {
  const head = ['类别', '项目', ...years.map((year) => `${year} 年`)];
  return [
    head,
    ...sections.flatMap(({ title, rows }) => rows.map(({ label, values }) => [title, label, ...values])),
  ];
}
