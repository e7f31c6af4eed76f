import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTypedYear } from '../../src/calendar/typed-year.ts';
import { UnknownYearError } from '../../src/calendar/types.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { newWorld } from '../support/world.ts';
import { enterYear } from './desk.ts';

test('a published list is read by days and ranges', () => {
  const days = readTypedYear(
    2027,
    '2027-1-1 假 元旦\n\n2027-02-06 至 2027-02-08，假，春节\n2027-02-20 班 春节',
  );
  assert.deepEqual(
    days.map(({ day, kind, name }) => `${day} ${kind} ${name}`),
    [
      '2027-01-01 holiday 元旦',
      '2027-02-06 holiday 春节',
      '2027-02-07 holiday 春节',
      '2027-02-08 holiday 春节',
      '2027-02-20 workday 春节调休上班',
    ],
  );
});

for (const [text, message] of [
  ['2027-02-30 假 春节', /第 1 行：日期不存在/],
  ['2026-02-06 假 春节', /第 1 行：2026-02-06 不在 2027 年/],
  ['2027-01-04 班 元旦', /本来就是工作日/],
  ['2027-01-01 假 元旦\n2027-01-01 假 元旦', /第 2 行：2027-01-01 重复出现/],
  ['明年春节放假', /第 1 行：应为“日期 假或班 名称”/],
  ['', /没有任何节假日/],
] as const) {
  test(`a list that cannot be right is refused: ${message.source}`, () => {
    assert.throws(() => readTypedYear(2027, text), message);
  });
}

test('a limit that reaches into an unknown year is refused until the administrator enters the year', async () => {
  const world = newWorld('2026-12-24 09:00');
  const { db, now } = world.world;
  const cast = newCast(db, now());
  const life = new Life(db, cast, '2026-12-24 09:00').take({}, 'accept');
  const dispatch = () => life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
  assert.throws(dispatch, UnknownYearError);
  const answer = await enterYear(visit(world, cast.admin), '2027', '2027-01-01 至 2027-01-03 假 元旦');
  assert.equal(answer.status, 303);
  dispatch();
  assert.match(life.clocks('reply')[0]?.why ?? '', /2027-01-08 17:30 止/);
  world.close();
});
