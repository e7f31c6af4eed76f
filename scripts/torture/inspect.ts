import { verifyChain } from '../../src/audit/verify.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { prepared } from '../../src/db/query.ts';
import { noteSetting } from '../../src/db/setting.ts';
import { brokenPromise, type Promised } from './promises.ts';

/** Each counts rows that no whole transaction leaves behind. */
const HALVES: readonly [string, string][] = [
  [
    'cases without their receipt',
    `SELECT count(*) FROM cases c WHERE NOT EXISTS
      (SELECT 1 FROM events e WHERE e.case_id = c.id AND e.act = 'receive')`,
  ],
  ['cases without a citizen', 'SELECT count(*) FROM cases WHERE id NOT IN (SELECT case_id FROM citizens)'],
  ['cases without a clock', 'SELECT count(*) FROM cases WHERE id NOT IN (SELECT case_id FROM clocks)'],
  [
    'cases that cannot be searched',
    'SELECT count(*) FROM cases WHERE id NOT IN (SELECT id FROM case_search_docsize)',
  ],
  [
    'cases whose last act has no event',
    `SELECT count(*) FROM cases c WHERE last_event_at <> (SELECT max(at) FROM events e WHERE e.case_id = c.id)`,
  ],
  [
    'numbers left out',
    'SELECT abs((SELECT coalesce(sum(last), 0) FROM case_numbers) - (SELECT count(*) FROM cases))',
  ],
  [
    'files that are shown and not whole',
    `SELECT count(*) FROM attachments a WHERE (case_id IS NOT NULL OR draft_key IS NOT NULL)
      AND size <> (SELECT sum(length(bytes)) FROM attachment_parts p WHERE p.attachment_id = a.id)`,
  ],
];

/** What is found in a file that was opened again. */
export type Found = { damage: string[]; broken: string[] };

/**
 * Opens a hotline's file as the server does and looks at all of it: whole, no half transaction, the audit chain unbroken,
 * every promise kept; and that it can be written.
 */
export function inspect(path: string, now: number, promises: Iterable<Promised>): Found {
  let opened: ReturnType<typeof openDatabase>;
  try {
    opened = openDatabase(path, now);
  } catch (error) {
    return {
      damage: [`it does not open: ${error}`],
      broken: [...promises].map(({ kind, n }) => `${kind} ${n}`),
    };
  }
  try {
    const damage = damageOf(opened.db);
    // In a file that is not whole reading may fail.
    const broken =
      damage.length > 0 ? [] : [...promises].flatMap((each) => brokenPromise(opened.db, each) ?? []);
    noteSetting(opened.db, 'torture', 'written');
    return { damage, broken };
  } catch (error) {
    return { damage: [String(error)], broken: [] };
  } finally {
    shut(opened);
  }
}

/** What is damaged cannot always be put away in good order. */
export function shut({ db, close }: ReturnType<typeof openDatabase>): void {
  try {
    close();
  } catch {
    db.close();
  }
}

/** What is not as it should be in an open file; empty where all is well. */
export function damageOf(db: Db): string[] {
  const found: string[] = [];
  const integrity = db.pragma('integrity_check', { simple: true });
  if (integrity !== 'ok') return [`integrity: ${integrity}`];
  const strays = db.pragma('foreign_key_check');
  if (Array.isArray(strays) && strays.length > 0) found.push(`${strays.length} rows point nowhere`);
  const chain = verifyChain(db);
  if (!chain.ok) found.push(`audit chain: ${chain.fault?.what}`);
  for (const [what, sql] of HALVES) {
    const count = Number(prepared(db, sql).pluck().get());
    if (count > 0) found.push(`${count} ${what}`);
  }
  return found;
}
