import { type Reckoning, reckonAll } from '../cases/reckon.ts';
import { agencyOf, casesOf } from '../cases/reckon-write.ts';
import { CLOCKS } from '../cases/states.ts';
import { connect } from '../db/connect.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { changedDays, type Difference, differenceOf, type Edit, writeDifference } from './edit.ts';
import { calendarPrint, clocksPrint, type Fingerprint } from './fingerprint.ts';

/** What an edit would do to the limits that run, as far as an administrator may see it: no case content. */
export type Forecast = {
  difference: Difference;
  /** How many clocks run; how many of them move, on how many cases; how many start. */
  open: number;
  moved: number;
  cases: number;
  starting: number;
  /** Limits that would reach into a year without a calendar: then the edit cannot be made. */
  beyond: readonly { year: number; count: number }[];
  rows: readonly ForecastRow[];
  print: Fingerprint;
};

export type ForecastRow = { number: string; clock: string; agency: string | null; from: number; to: number };

/** A forecast with everything needed to carry it out. */
export type Foreseen = { forecast: Forecast; reckoning: Reckoning; lastEvent: number };

export type Progress = (done: number, total: number) => void;

const ROWS_SHOWN = 50;

/**
 * Works out what an edit would do, on one state of the file, through a connection that cannot write to it: the
 * calendar's tables are copied into temporary ones of the same names, and the edit is made there.
 */
export function foresee(file: string, edit: Edit, progress: Progress): Foreseen {
  const db = connect(file, { readonly: true });
  try {
    return db.transaction(() => {
      const print = calendarPrint(db);
      for (const table of ['calendar_years', 'calendar_days'])
        db.exec(`CREATE TEMP TABLE ${table} AS SELECT * FROM main.${table}`);
      const difference = differenceOf(db, edit);
      writeDifference(db, difference, 0);
      return foreseenOn(db, difference, reckonAll(db, changedDays(difference), progress), print);
    })();
  } finally {
    db.close();
  }
}

/** What was reckoned, on the state of the file that this connection sees. */
export function foreseenOn(db: Db, difference: Difference, reckoning: Reckoning, calendar: string): Foreseen {
  const forecast = forecastOf(db, difference, reckoning, calendar);
  return { forecast, reckoning, lastEvent: lastEventOf(db) };
}

function forecastOf(db: Db, difference: Difference, reckoning: Reckoning, calendar: string): Forecast {
  const { open, moved, starting, beyond } = reckoning;
  const years = Map.groupBy(beyond, ({ year }) => year);
  return {
    difference,
    open: open.length,
    moved: moved.length,
    cases: casesOf(reckoning).size,
    starting: starting.length,
    beyond: [...years].map(([year, list]) => ({ year, count: list.length })),
    rows: rowsOf(db, reckoning),
    print: { calendar, clocks: clocksPrint(reckoning) },
  };
}

const NUMBER = 'SELECT number FROM cases WHERE id = ?';

/** Those that run out first. */
function rowsOf(db: Db, { moved }: Reckoning): ForecastRow[] {
  const first = moved.toSorted((a, b) => a.due_at - b.due_at || a.id - b.id).slice(0, ROWS_SHOWN);
  return first.map(({ case_id, assignment_id, kind, due_at, to }) => ({
    number: String(prepared(db, NUMBER).pluck().get(case_id)),
    clock: CLOCKS[kind].name,
    agency: agencyOf(db, assignment_id),
    from: due_at,
    to,
  }));
}

function lastEventOf(db: Db): number {
  return Number(prepared(db, 'SELECT coalesce(max(id), 0) FROM events').pluck().get());
}
