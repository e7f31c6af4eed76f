import assert from 'node:assert/strict';
import { it } from 'node:test';
import { all, q, run } from '../../src/db/query.ts';
import { fillDemo } from '../../src/demo/fill.ts';
import { NEIGHBOURS } from '../../src/demo/neighbours.ts';
import { outsideRequests } from '../../src/demo/texts/outside.ts';
import { PROVISIONAL } from '../../src/demo/years.ts';
import { at } from '../calendar/samples.ts';
import { emptyFile } from './empty-file.ts';

const SMALL = { cases: 90, seed: 11 };

async function filled(time: string, size = SMALL) {
  const file = emptyFile(at(time));
  try {
    const logins = await fillDemo(file.db, at(time), size);
    const cases = all(file.db, q.selectFrom('cases').selectAll().orderBy('id'));
    // A form's hash is made with the key of its own file (Q-A7).
    const events = all(file.db, q.selectFrom('events').selectAll().orderBy('id')).map((event) => ({
      ...event,
      form_hash: null,
    }));
    const years = all(file.db, q.selectFrom('calendar_years').select(['year', 'source']).orderBy('year'));
    return { logins, cases, events, years };
  } finally {
    file.close();
  }
}

it('makes the same cases again from the same seed and moment', async () => {
  const [one, other] = [await filled('2026-11-23 09:00'), await filled('2026-11-23 09:00')];
  assert.deepEqual(one.cases, other.cases);
  assert.deepEqual(one.events, other.events);
});

it('makes other cases from another seed', async () => {
  const [one, other] = [
    await filled('2026-11-23 09:00'),
    await filled('2026-11-23 09:00', { ...SMALL, seed: 12 }),
  ];
  assert.notDeepEqual(
    one.cases.map(({ text }) => text),
    other.cases.map(({ text }) => text),
  );
});

for (const time of ['2026-12-28 10:00', '2027-03-01 15:30', '2027-12-31 23:59', '2029-02-13 03:00']) {
  it(`works on ${time}, with a calendar that says it is provisional where none is published`, async () => {
    const { cases, years } = await filled(time);
    assert.equal(cases.length, SMALL.cases + outsideRequests.length + NEIGHBOURS);
    const needed = years.find(({ year }) => year === Number(time.slice(0, 4)) + 1) ?? years.at(-1);
    assert.equal(needed?.source, PROVISIONAL);
  });
}

it('leaves the administrator who asked for it alone, also when a name is taken', async () => {
  const now = at('2026-11-23 09:00');
  const file = emptyFile(now);
  const mine = { login: 'guanli1', name: '本人', password_hash: 'mine', created_at: now };
  const { id } = run(file.db, q.insertInto('users').values(mine));
  const logins = await fillDemo(file.db, now, { cases: 5, seed: 1 });
  const [user] = all(file.db, q.selectFrom('users').selectAll().where('id', '=', id));
  assert.deepEqual([user?.name, user?.password_hash], ['本人', 'mine']);
  assert.ok(logins.some(({ login, rolesText }) => login === 'guanli1-demo' && rolesText === '系统管理员'));
  file.close();
});

it('leaves the file as it was when it fails on the way', async () => {
  const now = at('2026-11-23 09:00');
  const file = emptyFile(now);
  const table = { name: 'county', short_name: 'x', kind: 'county', created_at: now } as const;
  run(file.db, q.insertInto('agencies').values({ ...table, name: '清源县松坪乡人民政府' }));
  await assert.rejects(() => fillDemo(file.db, now, SMALL));
  assert.equal(all(file.db, q.selectFrom('policies').select('id')).length, 0);
  assert.equal(all(file.db, q.selectFrom('users').select('id')).length, 0);
  file.close();
});
