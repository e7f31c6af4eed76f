import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connect } from '../../src/db/connect.ts';
import { q, run } from '../../src/db/query.ts';
import { kindOf, nameIn, policyAt, setPolicy } from '../../src/policy/policy.ts';
import { common } from '../../src/presets/common.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';

const NOW = at('2026-11-23 09:00');

test('a policy written before settings existed is read with what new installations start from', () => {
  const { db } = freshFile();
  run(db, q.deleteFrom('policies'));
  const { verifyDays: _v, withdrawDays: _w, yellowDays: _y, ...limits } = government12345.limits;
  const kinds = government12345.kinds.map(({ listedDays: _l, ...kind }) => kind);
  const { hours, rejectionReasons, redoReasons, questions, channels } = government12345;
  const old = {
    limits: { ...limits, acceptDays: 4 },
    kinds,
    hours,
    rejectionReasons,
    redoReasons,
    questions,
    channels,
  };
  for (const [key, value] of Object.entries(old)) {
    const row = { key, value: JSON.stringify(value), in_force_from: 0, set_by: null, set_at: 0 };
    run(db, q.insertInto('policies').values(row));
  }
  const policy = policyAt(db, NOW);
  assert.equal(policy.limits.acceptDays, 4, 'what was written stays');
  assert.equal(policy.limits.verifyDays, common.limits.verifyDays);
  assert.equal(policy.limits.withdrawDays, common.limits.withdrawDays);
  assert.deepEqual(policy.quietHours, common.quietHours);
  assert.deepEqual(policy.instruments, common.instruments);
  assert.deepEqual(policy.callbackShares, [], 'every case is called back, as before');
  assert.ok(policy.kinds.every(({ listedDays }) => listedDays === null));
});

test('a kind that is no longer offered keeps its name and its periods, a later one is known for older cases', () => {
  const { db } = freshFile();
  const { kinds } = policyAt(db, NOW);
  const report = { ...kindOf(policyAt(db, NOW), 'complaint'), code: 'n1', name: '举报', replyDays: 6 };
  const without = [...kinds.filter(({ code }) => code !== 'suggestion'), report];
  setPolicy(db, { kinds: without }, { userId: null, from: NOW, now: NOW });
  assert.equal(nameIn(policyAt(db, NOW).kinds, 'suggestion'), '建议');
  assert.equal(kindOf(policyAt(db, NOW), 'suggestion').replyDays, 5);
  assert.equal(kindOf(policyAt(db, NOW - 1), 'n1').replyDays, 6);
  assert.deepEqual(
    policyAt(db, NOW).kinds.map(({ code }) => code),
    ['consultation', 'complaint', 'help', 'n1'],
    'only what the list holds is offered',
  );
});

test('a name is the one of the own list, then the latest that any version gave, then the code', () => {
  const { db } = freshFile();
  const { channels } = policyAt(db, NOW);
  const renamed = channels.map((each) => (each.code === 'web' ? { ...each, name: '网站' } : each));
  setPolicy(db, { channels: renamed }, { userId: null, from: NOW, now: NOW });
  const without = renamed.filter(({ code }) => code !== 'web');
  setPolicy(db, { channels: without }, { userId: null, from: NOW + 1, now: NOW });
  assert.equal(nameIn(policyAt(db, NOW - 1).channels, 'web'), '网络');
  assert.equal(nameIn(policyAt(db, NOW + 1).channels, 'web'), '网站');
  assert.equal(nameIn(policyAt(db, NOW + 1).channels, 'fax'), 'fax');
  assert.equal(nameIn(policyAt(db, NOW + 1).channels, null), '');
});

test('an import in its own thread sees what was set since it began', () => {
  const { db, path } = freshFile();
  const thread = connect(path);
  after(() => thread.close());
  assert.equal(policyAt(thread, NOW).hotline.number, '12345');
  const hotline = { ...government12345.hotline, number: '12340' };
  setPolicy(db, { hotline }, { userId: null, from: NOW, now: NOW });
  assert.equal(policyAt(thread, NOW).hotline.number, '12340');
});

test('settings of sending written before citizens had an address of their own are read with the same one', () => {
  const { db } = freshFile();
  const { publicAddress: _p, ...old } = { ...common.sending, address: 'https://rx.example.cn' };
  run(db, q.deleteFrom('policies').where('key', '=', 'sending'));
  const row = { key: 'sending', value: JSON.stringify(old), in_force_from: 0, set_by: null, set_at: 0 };
  run(db, q.insertInto('policies').values(row));
  assert.deepEqual(policyAt(db, NOW).sending, { ...old, publicAddress: '' });
});

test('a rule that spoke at once, written before that had an occasion of its own, is read as one of it', () => {
  const { db } = freshFile();
  const old = common.reminderRules.map((rule) => {
    if (rule.code === 'dispatched') return { ...rule, occasion: 'sign_after_start' as const };
    return rule.code === 'supervised' ? { ...rule, occasion: 'supervision_after_start' as const } : rule;
  });
  setPolicy(db, { reminderRules: old }, { userId: null, from: NOW, now: NOW });
  assert.deepEqual(policyAt(db, NOW).reminderRules, common.reminderRules);
});
