import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnknownYearError } from '../../src/calendar/types.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { calendarDesk, enterYear } from './desk.ts';

test('from the first of December on administrators and supervisors are told that the next year is missing', async () => {
  const desk = calendarDesk('2026-11-30 23:59');
  const notice = async (who: 'admin' | 'supervisor' | 'handler') => {
    const answer = await visit(desk, desk.cast[who]).get('/account');
    return /2027 年的工作日历尚未录入/.test(await answer.text());
  };
  assert.deepEqual([await notice('admin'), await notice('supervisor')], [false, false]);
  desk.setTime('2026-12-01 00:00');
  assert.deepEqual(
    [await notice('admin'), await notice('supervisor'), await notice('handler')],
    [true, true, false],
  );
  await enterYear(desk.admin, '2027', '2027-01-01 至 2027-01-03 假 元旦');
  assert.equal(await notice('admin'), false);
  desk.close();
});

test('a limit that reaches into the missing year is refused, before the notice and after it', () => {
  for (const time of ['2026-11-30 09:00', '2026-12-28 09:00']) {
    const desk = calendarDesk(time);
    const life = new Life(desk.world.db, desk.cast, time).take({}, 'accept');
    const dispatch = () =>
      life.do(desk.cast.dispatcher, 'dispatch', { lead: String(desk.cast.agencies.urban) });
    if (time > '2026-12') assert.throws(dispatch, UnknownYearError);
    else assert.doesNotThrow(dispatch);
    desk.close();
  }
});
