import { first, q, run } from '../../src/db/query.ts';
import { hashPassword } from '../../src/people/passwords.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

export const PASSWORD = 'plum-blossom-rain';
/** Fast enough for tests; what is tested does not depend on it. */
const CHEAP = 4;

/** The cast in a fresh file; everybody's password is PASSWORD. */
export async function newDesk(time?: string): Promise<TestWorld & { cast: Cast }> {
  const test = newWorld(time);
  const cast = newCast(test.world.db, test.world.now());
  const hash = await hashPassword(PASSWORD, CHEAP);
  run(test.world.db, q.updateTable('users').set({ password_hash: hash }));
  return Object.assign(test, { cast });
}

/** Sends the log-in form, as a browser without a session. */
export function tryLogin(
  test: TestWorld,
  fields: { login: string; password: string; to?: string },
  headers: Record<string, string> = {},
  origin = 'http://hotline.test',
): Promise<Response> {
  const body = new URLSearchParams(fields);
  return Promise.resolve(test.app.request(`${origin}/login`, { method: 'POST', body, headers }));
}

/** The message in the page's red note. */
export async function errorIn(answer: Response): Promise<string> {
  const text = (await answer.text()).replace(/<svg.*?<\/svg>/gs, '');
  return (
    /data-tone="error"[^>]*>(.*?)<\/div><\/?(?:form|div|p)/s.exec(text)?.[1]?.replace(/<[^>]+>/g, '') ?? ''
  );
}

export function userRow(test: TestWorld, id: number) {
  const row = first(test.world.db, q.selectFrom('users').selectAll().where('id', '=', id));
  if (!row) throw new Error(`no user ${id}`);
  return row;
}
