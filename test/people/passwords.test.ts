import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstPassword, hashPassword, passwordProblem, verifyPassword } from '../../src/people/passwords.ts';

test('a password is verified by its hash, another one is not', async () => {
  const hash = await hashPassword('plum-blossom-rain', 4);
  assert.equal(await verifyPassword('plum-blossom-rain', hash), true);
  assert.equal(await verifyPassword('plum-blossom-rains', hash), false);
});

test('the same password has another hash each time, and the cost stands in it', async () => {
  const [a, b] = [await hashPassword('plum-blossom-rain', 4), await hashPassword('plum-blossom-rain', 5)];
  assert.match(a, /^scrypt\$4\$/);
  assert.match(b, /^scrypt\$5\$/);
  assert.notEqual(a.split('$')[2], b.split('$')[2]);
});

test('a hash that is none lets nobody in', async () => {
  for (const hash of ['none', '', 'scrypt$', 'scrypt$4', 'scrypt$4$abc$', 'md5$4$abc$def']) {
    assert.equal(await verifyPassword('', hash), false);
  }
});

test('short, common and repetitive passwords and the login itself are refused', () => {
  for (const password of [
    'short',
    '九个汉字不够长的啊',
    '1234567890',
    'Qwertyuiop',
    '1111111111',
    '1234512345',
    'Zhang.Xiaoming',
  ]) {
    assert.notEqual(passwordProblem(password, 'zhang.xiaoming'), null, password);
  }
});

test('a sentence that is easy to keep is enough, without a mixture of characters', () => {
  for (const password of ['今天下雨我在窗前喝茶', 'plumblossomrain', 'the kettle sings']) {
    assert.equal(passwordProblem(password, 'zhang'), null, password);
  }
});

test('a first password can be read out over the phone', () => {
  assert.match(firstPassword(), /^([a-z2-9]{4}-){2}[a-z2-9]{4}$/);
  assert.doesNotMatch(firstPassword(), /[01ilo]/);
});

test('a text longer than any password is not worth trying', async () => {
  const long = 'x'.repeat(257);
  assert.equal(await verifyPassword(long, await hashPassword(long, 4)), false);
  const longest = '🔑'.repeat(128);
  assert.equal(passwordProblem(longest.slice(0, -2).concat('x'), 'zhang') === null, true);
  assert.equal(await verifyPassword(longest, await hashPassword(longest, 4)), true);
});
