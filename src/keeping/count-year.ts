import { dayFromNumber, dayNumber } from '../calendar/days.ts';
import { startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { CLEARED } from './cleared.ts';
import { auditFigures, messageFigures } from './counted-once.ts';

export type YearFigure = { figure: string; key: string; value: number };

/** A local year as the ids of its cases, which follow the time of receipt, and as instants. */
type Span = { year: number; fromId: number; toId: number; from: number; to: number };

/**
 * Everything that is kept of a year: of the cases received in it, whatever became of them since, of the messages written
 * and of the lines of the audit log. Reads each case of the year once: for a thread of its own.
 */
export function countYear(db: Db, year: number): YearFigure[] {
  const span = spanOf(year);
  return db.transaction(() => [
    ...countCases(db, span),
    ...QUERIES.flatMap((sql) => ofQuery(db, sql, span)),
    ...countPassing(db, span),
  ])();
}

function spanOf(year: number): Span {
  const [from, to] = [startOfDay(`${year}-01-01`), startOfDay(dayFromNumber(dayNumber(`${year}-12-31`) + 1))];
  return { year, from, to, fromId: from, toId: to };
}

const IN_YEAR = 'c.id >= @fromId AND c.id < @toId';

const CASES = `SELECT c.kind, c.channel, c.status, c.category_id AS category, c.area_id AS area, c.lead_agency_id AS agency,
    c.exempt, c.outcome = 'answered' AS at_once, count(*) AS count, sum(c.round) AS redos
  FROM cases c WHERE ${IN_YEAR} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`;

type Bunch = {
  kind: string;
  channel: string;
  status: string;
  category: number | null;
  area: number | null;
  agency: number | null;
  exempt: number;
  at_once: number | null;
  count: number;
  redos: number;
};

const OVER_AS: Readonly<Record<string, string>> = {
  closed: 'closed',
  archived: 'closed',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
};

function countCases(db: Db, span: Span): YearFigure[] {
  const [categories, areas] = [topOf(db, 'categories'), topOf(db, 'areas')];
  const sums = new Map<string, number>();
  const add = (figure: string, key: string | number | null, count: number) => {
    const name = `${figure}\n${key ?? ''}`;
    sums.set(name, (sums.get(name) ?? 0) + count);
  };
  for (const each of prepared(db, CASES).iterate(span) as IterableIterator<Bunch>) {
    const { count } = each;
    add('received', '', count);
    add('received_kind', each.kind, count);
    add('received_channel', each.channel, count);
    add('received_category', each.category && (categories.get(each.category) ?? null), count);
    add('received_area', each.area && (areas.get(each.area) ?? null), count);
    if (each.agency !== null) add('received_agency', each.agency, count);
    const over = OVER_AS[each.status];
    if (over) add(over, '', count);
    if (each.at_once === 1) add('answered_at_once', '', count);
    if (each.exempt === 1) add('exempt', '', count);
    if (each.redos > 0) add('redos', '', each.redos);
  }
  return [...sums].map(([name, value]) => {
    const [figure = '', key = ''] = name.split('\n');
    return { figure, key, value };
  });
}

/** Of each node the one at the top above it. */
function topOf(db: Db, tree: 'categories' | 'areas'): Map<number, number> {
  const rows = prepared(
    db,
    `WITH RECURSIVE up (id, top) AS (SELECT id, id FROM ${tree} WHERE parent_id IS NULL
      UNION ALL SELECT n.id, up.top FROM ${tree} n JOIN up ON n.parent_id = up.id) SELECT id, top FROM up`,
  ).all() as { id: number; top: number }[];
  return new Map(rows.map(({ id, top }) => [id, top]));
}

/** Figures that hang on the cases of the year; each query gives figure, key and value. */
const QUERIES: readonly string[] = [
  `SELECT k.kind || CASE WHEN k.met_at <= k.due_at THEN '_on_time' ELSE '_late' END AS figure, '' AS key, count(*) AS value
    FROM clocks k JOIN cases c ON c.id = k.case_id
    WHERE k.case_id >= @fromId AND k.case_id < @toId AND k.kind IN ('reply', 'first_contact') AND k.met_at IS NOT NULL
      AND c.exempt = 0 GROUP BY 1`,
  `SELECT 'supervised' AS figure, '' AS key, count(*) AS value FROM supervisions v
    WHERE v.case_id >= @fromId AND v.case_id < @toId`,
  `SELECT 'called_back' AS figure, b.reached AS key, count(*) AS value FROM callbacks b
    WHERE b.case_id >= @fromId AND b.case_id < @toId GROUP BY 2`,
  `SELECT 'solution' AS figure, b.solved AS key, count(*) AS value FROM callbacks b
    WHERE b.case_id >= @fromId AND b.case_id < @toId AND b.solved IS NOT NULL GROUP BY 2`,
  `SELECT 'satisfaction' AS figure, b.satisfaction AS key, count(*) AS value FROM callbacks b
    WHERE b.case_id >= @fromId AND b.case_id < @toId AND b.satisfaction IS NOT NULL GROUP BY 2`,
];

function ofQuery(db: Db, sql: string, span: Span): YearFigure[] {
  return (prepared(db, sql).all(span) as YearFigure[]).filter(({ value }) => value > 0);
}

/** What is cleared away in time: what still stands, and what was counted when it went. */
function countPassing(db: Db, span: Span): YearFigure[] {
  const standing = [
    messageFigures('m.created_at >= @from AND m.created_at < @to'),
    auditFigures('l.at >= @from AND l.at < @to'),
  ].map((sql) => `SELECT figure, key, value FROM (${sql})`);
  const gone = `SELECT substr(figure, ${CLEARED.length + 1}), key, value FROM yearly_figures
    WHERE year = @year AND figure LIKE '${CLEARED}%'`;
  const sum = `SELECT figure, key, sum(value) AS value FROM (${[...standing, gone].join(' UNION ALL ')}) GROUP BY 1, 2`;
  return ofQuery(db, sum, span);
}
