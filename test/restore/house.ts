import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { checkDatabase } from '../../src/backup/check.ts';
import { encryptFile } from '../../src/backup/crypt.ts';
import { hashOf } from '../../src/backup/files.ts';
import { FORMAT, writeSidecar } from '../../src/backup/sidecar.ts';
import { exactTime } from '../../src/calendar/words.ts';
import { connect } from '../../src/db/connect.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { all, prepared, q, run } from '../../src/db/query.ts';
import { type RestoreOrder, restoreFile } from '../../src/restore/restore.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { writeTemplate } from '../support/template.ts';

let made: { cast: Cast; files: [string, Buffer][] } | undefined;

/** A hotline with one case in the backup and one more since, its server stopped. */
export class House {
  readonly folder = mkdtempSync(join(tmpdir(), 'hotline-restore-'));
  readonly database = join(this.folder, 'hotline.db');
  readonly backup = join(this.folder, 'backup', 'hotline-20261123-100000-hourly.db');
  readonly madeAt = at('2026-11-23 10:00');
  now = at('2026-11-23 15:00');
  readonly cast: Cast;

  /** @param like another one, whose files as they are now are taken over */
  constructor(like?: House) {
    mkdirSync(join(this.folder, 'backup'));
    if (like) cpSync(like.folder, this.folder, { recursive: true });
    else if (made) for (const [name, bytes] of made.files) writeFileSync(join(this.folder, name), bytes);
    this.cast = made?.cast ?? this.build();
  }

  /** Once in a process. */
  private build(): Cast {
    const start = at('2026-11-23 09:00');
    const cast = writeTemplate(this.database, start, { name: 'restore', fill: (db) => newCast(db, start) });
    this.open((db) => {
      new Life(db, cast, '2026-11-23 09:30').take();
      this.back(db);
      new Life(db, cast, '2026-11-23 11:30').take();
    });
    const names = readdirSync(this.folder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => statSync(join(this.folder, name)).isFile());
    made = { cast, files: files.map((name) => [name, readFileSync(join(this.folder, name))]) };
    return cast;
  }

  take(db: Db, time: string): string {
    const life = new Life(db, this.cast, time).take();
    return String(prepared(db, 'SELECT number FROM cases WHERE id = ?').pluck().get(life.caseId));
  }

  /** As the server does: under the lock. */
  open<T>(work: (db: Db) => T): T {
    const { db, close } = openDatabase(this.database, this.now);
    try {
      return work(db);
    } finally {
      close();
    }
  }

  /** Makes a backup, with what is written beside it. */
  back(db: Db, to = this.backup): void {
    db.prepare('VACUUM INTO ?').run(to);
    this.describe(to, false);
  }

  describe(file: string, encrypted: boolean, inside = file): void {
    const { version, counts, auditHead, identityCheck } = checkDatabase(inside);
    writeSidecar(file, {
      ...{ format: FORMAT, program: '0', kind: 'hourly', made: exactTime(this.madeAt), madeAt: this.madeAt },
      ...{ version, ...hashOf(file), encrypted, counts, audit: auditHead, identityCheck },
    });
  }

  /** Encrypts the backup and takes the open one away. */
  async encrypt(recipient: string): Promise<string> {
    const sealed = `${this.backup}.age`;
    await encryptFile(this.backup, sealed, recipient);
    this.describe(sealed, true, this.backup);
    return sealed;
  }

  /** Writes a backup down, as a good one. */
  note(db: Db, file: string, inside = file): void {
    const { bytes, sha256 } = hashOf(file);
    run(
      db,
      q.insertInto('backups').values({
        ...{ kind: 'hourly', folder: join(this.folder, 'backup'), file: basename(file) },
        ...{ started_at: this.madeAt, ended_at: this.madeAt, ok: 1, bytes, sha256 },
        encrypted: Number(file.endsWith('.age')),
        counts: JSON.stringify(checkDatabase(inside).counts),
      }),
    );
  }

  order(more: Partial<RestoreOrder> = {}): RestoreOrder {
    return {
      ...{ file: this.backup, database: this.database, keyFile: `${this.database}-key` },
      ...{ identities: [], skip: 0, now: this.now, confirm: () => true, ...more },
    };
  }

  restore(more: Partial<RestoreOrder> = {}) {
    return restoreFile(this.order(more));
  }

  /** Leaves the last case in the log of writes only, as a power cut does. */
  crash(): void {
    const kept = join(this.folder, 'kept');
    const db = connect(this.database);
    db.pragma('wal_autocheckpoint = 0');
    this.take(db, '2026-11-23 12:00');
    copyFileSync(this.database, kept);
    copyFileSync(`${this.database}-wal`, `${kept}-wal`);
    db.close();
    renameSync(kept, this.database);
    renameSync(`${kept}-wal`, `${this.database}-wal`);
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The numbers of all cases in a file, opened as any program would open it. */
export function numbersIn(path: string): string[] {
  const db = connect(path);
  try {
    return all(db, q.selectFrom('cases').select('number').orderBy('id')).map(({ number }) => number);
  } finally {
    db.close();
  }
}
