import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Db } from '../../src/db/open.ts';

/** What a file is filled with; what it gives back has to be plain data. */
type Fill<Given> = { name: string; fill: (db: Db) => Given };

const made = new Map<string, { bytes: Buffer; given: unknown }>();

/**
 * Writes a hotline's file with its calendar, migrated at `now`: made once in a process for each moment and filling,
 * copied from then on, since making one takes longer than most tests. It has no key yet.
 */
export function writeTemplate<Given>(path: string, now: number, { name, fill }: Fill<Given>): Given {
  const key = `${name} ${now}`;
  const template = made.get(key) ?? make(now, fill);
  made.set(key, template);
  writeFileSync(path, template.bytes);
  // Each test has its own: what one changes the next one does not see.
  return structuredClone(template.given) as Given;
}

function make<Given>(now: number, fill: (db: Db) => Given): { bytes: Buffer; given: unknown } {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-template-'));
  const path = join(folder, 'hotline.db');
  try {
    const db = connect(path);
    migrate(db, now);
    seedPublishedYears(db, now);
    const given = fill(db);
    db.close();
    return { bytes: readFileSync(path), given };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
