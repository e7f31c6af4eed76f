import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyedHash, keysOf, seal, unseal } from '../../src/citizens/sealing.ts';

const keys = keysOf(randomBytes(32));
const others = keysOf(randomBytes(32));
const TEXT = '{"name":"鸳鸯蝴蝶","phone":"13987654321"}';

test('whatever is sealed opens again, letter for letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const whole = text.toWellFormed();
      assert.equal(unseal(keys, seal(keys, whole, 'case 1'), 'case 1'), whole);
    }),
  );
});

test('the same text looks different each time, and nothing of it shows', () => {
  const [first, second] = [seal(keys, TEXT, 'case 1'), seal(keys, TEXT, 'case 1')];
  assert.notDeepEqual(first, second);
  assert.ok(!first.includes('鸳鸯蝴蝶') && !first.includes('139'));
});

test('Q-A7: moved to another case it does not open', () => {
  assert.equal(unseal(keys, seal(keys, TEXT, 'case 1'), 'case 2'), null);
});

test('with another key it does not open', () => {
  assert.equal(unseal(others, seal(keys, TEXT, 'case 1'), 'case 1'), null);
});

test('changed in any byte, or cut short, it does not open', () => {
  const sealed = seal(keys, TEXT, 'case 1');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal(unseal(keys, changed, 'case 1'), null, `byte ${at}`);
    assert.equal(unseal(keys, sealed.subarray(0, at), 'case 1'), null, `length ${at}`);
  }
});

test('a number has one hash with a key and another with another, for each use', () => {
  assert.deepEqual(keyedHash(keys.phone, '13987654321'), keyedHash(keys.phone, '13987654321'));
  assert.notDeepEqual(keyedHash(keys.phone, '13987654321'), keyedHash(others.phone, '13987654321'));
  assert.notDeepEqual(keyedHash(keys.phone, '13987654321'), keyedHash(keys.form, '13987654321'));
});

test('the same secret gives the same keys, so that a restart opens what was sealed before', () => {
  const secret = randomBytes(32);
  assert.equal(unseal(keysOf(secret), seal(keysOf(secret), TEXT, 'case 1'), 'case 1'), TEXT);
});
