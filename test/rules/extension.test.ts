import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalendar } from '../../src/calendar/calendar.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import { replyPeriod } from '../../src/rules/deadlines.ts';
import { extensionLatest, extensionsLeft, notLongerThanPeriod } from '../../src/rules/extension.ts';
import type { Facts } from '../../src/rules/facts.ts';
import { at, text } from '../calendar/samples.ts';
import { factsOf, office } from './samples.ts';

const { limits } = government12345;

function latest(due: string, sessions = 1): string {
  const found = extensionLatest(office, at(due), { ...limits, extensionSessionsBefore: sessions });
  return found === null ? '' : text(found);
}

test('Q-D8: half a working day before the end of a day is the beginning of its afternoon', () => {
  assert.equal(latest('2026-12-07 17:30'), '2026-12-07 14:00');
});

test('Q-D8: two sessions before the end of a day is its morning, three the afternoon before the weekend', () => {
  assert.equal(latest('2026-12-07 17:30', 2), '2026-12-07 08:30');
  assert.equal(latest('2026-12-07 17:30', 3), '2026-12-04 14:00');
});

test('a limit that reaches before the loaded years closes nothing', () => {
  const calendar = createCalendar({ years: new Set([2026]), exceptions: new Map(), hours: office.hours });
  assert.equal(
    extensionLatest(calendar, at('2026-01-01 12:00'), { ...limits, extensionSessionsBefore: 2 }),
    null,
  );
});

function asking(days: number, wish: Partial<Facts['extension']> = {}, kind = 'complaint'): Facts {
  const facts = factsOf(kind);
  return { ...facts, extension: { ...facts.extension, ...wish }, input: { days } };
}

test('Q-D8: what was granted before counts towards the original period', () => {
  const some = { grantedDays: 4, granted: 1 };
  assert.equal(notLongerThanPeriod(asking(6, some)), null);
  assert.match(notLongerThanPeriod(asking(7, some)) ?? '', /最多可申请 6 个工作日，您申请了 7 个/);
});

test('Q-D8: nothing is refused before anything was typed', () => {
  assert.equal(notLongerThanPeriod({ ...factsOf('complaint'), input: null }), null);
});

test('Q-D8: how often is policy', () => {
  const facts = asking(1, { granted: 1, grantedDays: 2 });
  assert.match(extensionsLeft(facts) ?? '', /最多 1 次/);
  assert.equal(extensionsLeft({ ...facts, limits: { ...limits, extensionsAllowed: 2 } }), null);
});

test('Q-D2, Q-D8: the original period of a listed item is its own, or that of its kind for listed ones', () => {
  assert.equal(replyPeriod({ ...factsOf('complaint'), item: { replyDays: null } }), 3);
  assert.equal(replyPeriod({ ...factsOf('complaint'), item: { replyDays: 7 } }), 7);
  assert.equal(replyPeriod(factsOf('complaint', { urgent: true })), 1);
});
