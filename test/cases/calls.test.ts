import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callsOf } from '../../src/cases/case-queries.ts';
import { notAfterNow, notBefore } from '../../src/rules/times.ts';
import { Invalid } from '../../src/web/errors.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

const CALL: Typed = {
  direction: 'out',
  number: '139 0000 1234',
  startedAt: '2026-11-23T09:00',
  endedAt: '2026-11-23T09:01',
  note: '告知已派单。',
};

test('C-A1: a call is kept with number, operator, begin, end and what was said', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({ channel: 'web' }).do(cast.operator, 'call', CALL);
  assert.deepEqual(callsOf(db, life.caseId), [
    {
      direction: 'out',
      number: '139****1234',
      operator: '8001 号 王晓',
      startedAt: at('2026-11-23 09:00'),
      endedAt: at('2026-11-23 09:01'),
      note: '告知已派单。',
    },
  ]);
});

test('C-A1: a number that cannot be read is kept as it was typed', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({ channel: 'web' });
  life.do(cast.operator, 'call', { ...CALL, number: '未显示号码', endedAt: '' });
  const [call] = callsOf(db, life.caseId);
  assert.equal(call?.number, '未显示号码');
  assert.equal(call?.endedAt, null);
});

test('C-A1: the call that made the case stands among its calls', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const [call] = callsOf(db, life.caseId);
  assert.deepEqual([call?.direction, call?.number], ['in', '139****1234']);
});

for (const [field, typed, message] of [
  ['startedAt', { startedAt: '2099-01-01T09:00', endedAt: '' }, '通话时间不能晚于现在。'],
  ['endedAt', { endedAt: '2099-01-01T09:00' }, '结束时间不能晚于现在。'],
  ['endedAt', { endedAt: '2026-11-23T08:59' }, '结束时间不能早于通话时间（2026-11-23 09:00）。'],
] as const) {
  test(`a call is refused where ${message}`, () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).take();
    assert.throws(() => life.do(cast.operator, 'call', { ...CALL, ...typed }), refusedAt(field, message));
  });
}

test('Q-D4: a contact before the case came to the agency does not stop the clock', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed();
  const contact = (local: string) => () =>
    life.onLead(cast.handler, 'contact', { how: 'phone', at: local, result: '已联系。' });
  assert.throws(
    contact('2001-01-01T09:00'),
    refusedAt('at', '联系时间不能早于派单时间（2026-11-23 09:02）。'),
  );
  assert.throws(contact('2099-01-01T09:00'), refusedAt('at', '联系时间不能晚于现在。'));
  assert.equal(life.clocks('first_contact')[0]?.met_at, null);
  assert.doesNotThrow(contact('2026-11-23T09:02'));
});

test('the minute of the earliest moment itself is early enough', () => {
  const earliest = at('2026-11-23 09:02') + 30_000;
  assert.equal(notBefore(at('2026-11-23 09:02'), earliest), null);
  assert.equal(notBefore(at('2026-11-23 09:01'), earliest), '时间不能早于 2026-11-23 09:02。');
  assert.equal(notAfterNow(earliest, earliest), null);
  assert.equal(notAfterNow(earliest + 1, earliest, '告知时间'), '告知时间不能晚于现在。');
});

function refusedAt(field: string, message: string) {
  return (error: unknown) => error instanceof Invalid && error.fields[field] === message;
}
