import type { Db } from '../../src/db/open.ts';
import { all, q } from '../../src/db/query.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld } from '../support/world.ts';

/** The administrator at work, on a fresh file with the usual cast. */
export type Desk = { db: Db; cast: Cast; admin: Visitor; dispatcher: Visitor; close: () => void };

export function openDesk(): Desk {
  const test = newWorld();
  const { db, now } = test.world;
  const cast = newCast(db, now());
  return {
    db,
    cast,
    admin: visit(test, cast.admin),
    dispatcher: visit(test, cast.dispatcher),
    close: test.close,
  };
}

/** A form with one file, as a browser sends it. */
export function fileForm(name: string, content: string | Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append('file', new File([content], name, { type: 'text/csv' }));
  return form;
}

/** The acts of the audit log with their subjects, oldest first. */
export function audited(db: Db): string[] {
  return all(db, q.selectFrom('audit_log').select(['act', 'subject']).orderBy('id')).map(
    ({ act, subject }) => `${act} ${subject}`,
  );
}

/** The words of a page without its tags, blanks drawn together. */
export async function wordsOf(answer: Response): Promise<string> {
  return (await answer.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}
