import { connect } from '../db/connect.ts';
import { answer } from '../jobs/in-worker.ts';
import { countYear, type YearFigure } from './count-year.ts';

export type YearsOrder = { file: string; years: readonly number[] };
export type CountedYear = { year: number; figures: YearFigure[] };

/** Counts years in a thread of its own: a large file takes a while. Only reads. */
answer<YearsOrder, CountedYear[]>(({ file, years }) => {
  const db = connect(file, { readonly: true });
  try {
    return years.map((year) => ({ year, figures: countYear(db, year) }));
  } finally {
    db.close();
  }
});
