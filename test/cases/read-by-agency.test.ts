import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { freshFile } from '../support/file.ts';
import { BEFORE } from './before.ts';
import { Life } from './life.ts';

/* Q-A7: what the hotline writes to the agency of a confidential case must not say who asked. */

const REMINDER = /承办单位会看到这段文字.*请勿写入能认出诉求人的内容/;

for (const [act, field, onAssignment] of [
  ['dispatch', 'opinion', false],
  ['add_assist', 'opinion', false],
  ['settle_overlap', 'decision', false],
  ['grant_return', 'note', true],
  ['refuse_return', 'reason', true],
  ['grant_extension', 'note', true],
  ['refuse_extension', 'reason', true],
] as const) {
  test(`Q-A7: the form of ${act} reminds of it where the case is confidential, and only there`, () => {
    const { db, cast } = freshFile();
    const life = BEFORE[act]?.(new Life(db, cast));
    assert.ok(life);
    const help = () => {
      const assignmentId = onAssignment ? life.lead().id : null;
      const form = actForm(db, cast.dispatcher, { act, caseId: life.caseId, assignmentId }, life.now, null);
      return form.fields.find(({ name }) => name === field)?.look.help ?? '';
    };
    assert.doesNotMatch(help(), REMINDER);
    db.prepare('UPDATE cases SET confidential = 1 WHERE id = ?').run(life.caseId);
    assert.match(help(), REMINDER);
  });
}
