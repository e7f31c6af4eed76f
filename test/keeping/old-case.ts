import type { Db } from '../../src/db/open.ts';
import { all, prepared, q, run } from '../../src/db/query.ts';
import { maskDue } from '../../src/keeping/mask.ts';
import { mergeSearch } from '../../src/keeping/search-index.ts';
import { at } from '../calendar/samples.ts';
import { CHECKED, Life, SATISFIED } from '../cases/life.ts';
import type { Cast } from '../support/cast.ts';

/** Whose words are looked for afterwards: nobody else in the tests is called so. */
export const NAME = '鄢砚秋';
export const PHONE = '13955507788';
export const OTHER_PHONE = '13766602233';
export const HOME = '碧水湾小区7栋1203室';
export const WORD = 'qingyuan7788';

/** A case that was lived through, with the citizen named at every turn, and closed on 2026-11-23. */
export function closedCase(db: Db, cast: Cast, start = '2026-11-23 09:00'): Life {
  const life = new Life(db, cast, start);
  const { dispatcher, handler, agencyLeader, clerk } = cast;
  life
    .take({
      name: NAME,
      phone: PHONE,
      address: HOME,
      headline: `${NAME}反映路灯不亮`,
      text: `我叫${NAME}，住${HOME}，清源路路灯坏了三天，微信号：${WORD}，请回电${PHONE}或${OTHER_PHONE}。`,
      place: HOME,
    })
    .do(dispatcher, 'accept')
    .do(dispatcher, 'dispatch', {
      lead: String(cast.agencies.urban),
      opinion: `请与${NAME}联系，${PHONE}。`,
    })
    .onLead(handler, 'sign', { handler: String(handler.id) });
  life.onLead(handler, 'contact', { how: 'phone', at: life.local(), result: `已与${NAME}通话。` });
  life
    .onLead(handler, 'submit', { ...life.reply(), handling: `已到${HOME}更换灯具，${NAME}认可。` })
    .onLead(agencyLeader, 'approve')
    .do(dispatcher, 'pass', CHECKED)
    .do(clerk, 'call_back', { ...SATISFIED, note: `${NAME}说已亮，改用${OTHER_PHONE}联系。` });
  return life;
}

/** A good backup that ended at a local moment. */
export function backedUp(db: Db, local: string): void {
  const time = at(local);
  const row = { kind: 'nightly', folder: '/backup', file: `${time}.db`, ok: 1 } as const;
  run(db, q.insertInto('backups').values({ ...row, started_at: time, ended_at: time }));
}

/** A night's masking at a local moment, with a backup an hour before. @returns slices */
export function maskAt(db: Db, local: string, backup = true): number {
  const now = at(local);
  if (backup) backedUp(db, local);
  return [...maskDue(db, now)].length;
}

export function mergeAt(db: Db, local: string): void {
  for (const _ of mergeSearch(db, at(local)));
}

/** Every text of every table, as far as SQL gets at it. */
export function allText(db: Db): string {
  const tables = prepared(
    db,
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'case_search%'`,
  );
  return (tables.pluck().all() as string[])
    .map((table) => JSON.stringify(prepared(db, `SELECT * FROM "${table}"`).all()))
    .join('\n');
}

export function auditLines(db: Db, act: string) {
  return all(db, q.selectFrom('audit_log').selectAll()).filter((line) => line.act === act);
}
