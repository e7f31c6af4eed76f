import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { all, q, run } from '../../src/db/query.ts';
import { cancel, phoned, resend, resendFailed } from '../../src/outbox/acts.ts';
import type { MessageStatus } from '../../src/outbox/message.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../src/web/errors.ts';
import { Life } from '../cases/life.ts';
import { Post } from './post.ts';

describe('X-F1: what people do with a message by hand', () => {
  const post = new Post();
  const { supervisor, dispatcher, admin, operator, handler } = post.cast;

  beforeEach(() => post.clear());

  function written(status: MessageStatus, given: Record<string, number | string> = {}): number {
    const id = post.write();
    run(
      post.db,
      q
        .updateTable('messages')
        .set({ status, ...given })
        .where('id', '=', id),
    );
    return id;
  }

  const lines = () => all(post.db, q.selectFrom('audit_log').selectAll().orderBy('id'));
  const ALL: readonly MessageStatus[] = [
    ...['queued', 'sending', 'uncertain', 'sent', 'delivered', 'to_phone', 'phoned', 'dead', 'cancelled'],
  ] as MessageStatus[];

  /** In which states an act is taken. */
  function takenIn(act: (id: number) => void): MessageStatus[] {
    return ALL.filter((status) => {
      try {
        act(written(status));
        return true;
      } catch (error) {
        assert.ok(error instanceof Conflict);
        assert.match(error.message, /没有改动，请刷新页面/);
        return false;
      }
    });
  }

  it('sent again: what failed, is uncertain or was taken back; never what has gone out', () => {
    assert.deepEqual(
      takenIn((id) => resend(post.db, supervisor, id, post.now)),
      ['uncertain', 'dead', 'cancelled'],
    );
  });

  it('taken back: what waits; put away: what failed', () => {
    assert.deepEqual(
      takenIn((id) => cancel(post.db, supervisor, id, post.now)),
      ['queued', 'uncertain', 'to_phone', 'dead'],
    );
  });

  it('said by telephone: what is on the call list, and what could not be sent', () => {
    const act = (id: number) => phoned(post.db, operator, id, '本人接听', post.now);
    assert.deepEqual(takenIn(act), ['to_phone', 'dead']);
  });

  it('sent again keeps the id, begins its tries anew, and stays uncertain where it was', () => {
    const [failed, uncertain] = [written('dead', { attempts: 10 }), written('dead', { was_uncertain: 1 })];
    const { uid } = post.message(failed);
    post.now += 5;
    for (const id of [failed, uncertain]) resend(post.db, dispatcher, id, post.now);
    const row = post.message(failed);
    assert.deepEqual([row.uid, row.status, row.attempts, row.not_before], [uid, 'queued', 0, post.now]);
    assert.deepEqual([post.status(uncertain), row.note], ['uncertain', '陈平 重新发送']);
  });

  it('a call that was taken back is on the call list again', () => {
    const id = post.write({ medium: 'phone' });
    cancel(post.db, supervisor, id, post.now);
    resend(post.db, supervisor, id, post.now);
    assert.equal(post.status(id), 'to_phone');
  });

  it('all failed ones are sent again, and nothing else', () => {
    const ids = [written('dead'), written('dead'), written('cancelled'), written('sent')];
    assert.equal(resendFailed(post.db, admin, post.now), 2);
    assert.deepEqual(
      ids.map((id) => post.status(id)),
      ['queued', 'queued', 'cancelled', 'sent'],
    );
    assert.equal(resendFailed(post.db, admin, post.now), 0);
  });

  it('what was written for nobody is not sent again, alone or with the others, and can be put away', () => {
    const id = written('dead', { recipient: 'nobody:3:handler:sms' });
    assert.throws(() => resend(post.db, supervisor, id, post.now), /补填号码或邮箱后，下一次提醒会送达/);
    assert.equal(resendFailed(post.db, supervisor, post.now), 0);
    assert.equal(post.status(id), 'dead');
    cancel(post.db, supervisor, id, post.now);
    assert.equal(post.status(id), 'cancelled');
  });

  it('what was said by telephone has who, when and how', () => {
    const id = written('to_phone');
    phoned(post.db, operator, id, ' 本人接听，已知悉 ', post.now);
    const row = post.message(id);
    assert.deepEqual([row.note, row.ended_by, row.ended_at], ['本人接听，已知悉', operator.id, post.now]);
  });

  it('a call without a word of how it went is not taken', () => {
    const id = written('to_phone');
    assert.throws(() => phoned(post.db, operator, id, '  ', post.now), Invalid);
    assert.equal(post.status(id), 'to_phone');
  });

  it('only those of the outbox act on it, and operators only phone', () => {
    const id = written('dead');
    for (const actor of [operator, handler]) {
      assert.throws(() => resend(post.db, actor, id, post.now), Forbidden);
      assert.throws(() => cancel(post.db, actor, id, post.now), Forbidden);
      assert.throws(() => resendFailed(post.db, actor, post.now), Forbidden);
    }
    for (const actor of [handler, admin])
      assert.throws(() => phoned(post.db, actor, id, '已知悉', post.now), Forbidden);
    assert.equal(post.status(id), 'dead');
  });

  it('a message that is not there', () => {
    assert.throws(() => resend(post.db, supervisor, 0, post.now), NotFound);
  });

  it('Q-M1: each act is a line of the audit log, with the case and no personal data', () => {
    const life = new Life(post.db, post.cast).take();
    const id = post.write({ caseId: life.caseId });
    const before = lines().length;
    cancel(post.db, supervisor, id, post.now);
    resend(post.db, supervisor, id, post.now);
    run(post.db, q.updateTable('messages').set({ status: 'to_phone' }).where('id', '=', id));
    phoned(post.db, operator, id, '赵明接听', post.now);
    const added = lines().slice(before);
    assert.deepEqual(
      added.map(({ act, subject }) => [act, subject]),
      ['message_cancelled', 'message_resent', 'message_phoned'].map((act) => [act, life.case().number]),
    );
    assert.ok(added.every(({ detail }) => detail === JSON.stringify({ message: id })));
  });
});
