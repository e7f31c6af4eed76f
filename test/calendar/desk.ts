import { setTimeout as sleep } from 'node:timers/promises';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/** The administrator before the calendar, on a fresh file with the usual cast. */
export type Desk = TestWorld & { cast: Cast; admin: Visitor };

export function calendarDesk(time?: string): Desk {
  const test = newWorld(time);
  const cast = newCast(test.world.db, test.world.now());
  return Object.assign(test, { cast, admin: visit(test, cast.admin) });
}

/** What a page says of a change: its words, and the fields its forms carry hidden. */
export type Shown = { href: string; status: number; text: string; hidden: Record<string, string> };

/** Opens the page of a change and waits until nothing goes on any more. */
export async function settled(admin: Visitor, href: string): Promise<Shown> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await admin.get(href);
    const page = await answer.text();
    if (!page.includes('hx-trigger="every 1s"')) return { href, status: answer.status, ...contentOf(page) };
    await sleep(100);
  }
  throw new Error('the change is still being reckoned');
}

function contentOf(page: string): Pick<Shown, 'text' | 'hidden'> {
  const main = /<main.*<\/main>/s.exec(page)?.[0] ?? '';
  const hidden = [...main.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
  return {
    text: main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
    hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
  };
}

/** Sends a form that proposes a change, and reads its preview. */
export async function preview(
  admin: Visitor,
  path: string,
  fields: Record<string, string> | FormData,
): Promise<Shown> {
  const answer = await admin.post(path, fields);
  if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return settled(admin, answer.headers.get('location') ?? '');
}

/** Confirms what a preview shows, and reads what came of it. */
export async function confirm(
  admin: Visitor,
  { href, hidden }: Shown,
  more: Record<string, string> = {},
): Promise<Shown> {
  await admin.post(href, { ...hidden, ...more });
  return settled(admin, href);
}

/** Types a year in, looks at the preview and confirms it. @returns the answer to the form, where it was refused */
export async function enterYear(admin: Visitor, year: string, days: string): Promise<Response> {
  const answer = await admin.post('/calendar', { year, days });
  if (answer.status !== 303) return answer;
  await confirm(admin, await settled(admin, answer.headers.get('location') ?? ''));
  return answer;
}
