import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meaningOf } from '../../src/incoming/inbound-words.ts';

describe('what an SMS of a citizen means', () => {
  it('Q-E1: a digit from 5 to 1, however it was typed', () => {
    for (const text of ['5', ' 5 ', '５', '5。', '5分', '回复5', '5 谢谢你们', '【张】5', '5\n'])
      assert.deepEqual(meaningOf(text), { rating: 'very_satisfied' }, text);
    assert.deepEqual(
      ['4', '3', '2', '1'].map(meaningOf),
      ['satisfied', 'basically', 'dissatisfied', 'very_dissatisfied'].map((rating) => ({ rating })),
    );
  });

  it('Q-E1: the words themselves, with the digit beside them or without', () => {
    for (const text of ['不满意', '不 满意！', '2不满意', '2，不满意', '评价：不满意'])
      assert.deepEqual(meaningOf(text), { rating: 'dissatisfied' }, text);
    assert.deepEqual(meaningOf('满意，谢谢'), { rating: 'satisfied' });
    assert.deepEqual(meaningOf('非常不满意'), { rating: 'very_dissatisfied' });
  });

  it('what says more, or two things at once, is left to be read', () => {
    for (const text of [
      '',
      '0',
      '6',
      '55',
      '3天了还没修',
      '4号楼没水',
      '1满意',
      '不太满意',
      '满意吗',
      '👍',
      '谢谢',
    ])
      assert.equal(meaningOf(text), 'other', text);
  });

  it('“取消” may mean the request or an appointment: somebody reads it', () => {
    for (const text of ['取消', '取消。', '取消短信预约']) assert.equal(meaningOf(text), 'other', text);
  });

  it('no more SMS, and SMS again', () => {
    for (const text of ['TD', 'td', 'ＴＤ', 'T', '退订。'])
      assert.equal(meaningOf(text), 'unsubscribe', text);
    for (const text of ['KT', 'kt', '恢复']) assert.equal(meaningOf(text), 'subscribe', text);
  });
});
