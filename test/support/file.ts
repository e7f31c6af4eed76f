import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { at } from '../calendar/samples.ts';
import { type Cast, newCast } from './cast.ts';
import { writeTemplate } from './template.ts';

/** A fresh file with calendar and cast, gone after the test file. */
export function freshFile(time = '2026-11-23 09:00'): { db: Db; cast: Cast; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-'));
  const path = join(folder, 'hotline.db');
  const now = at(time);
  const cast = writeTemplate(path, now, { name: 'cast', fill: (db) => newCast(db, now) });
  const { db, close } = openDatabase(path, now);
  after(() => {
    close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { db, cast, path };
}
