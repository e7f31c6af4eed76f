import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { DAY } from '../../src/calendar/days.ts';
import { ACTS } from '../../src/cases/acts/index.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { perform, prepareAct } from '../../src/cases/perform.ts';
import { useKeyFile } from '../../src/citizens/key.ts';
import { isUnsubscribed, subscribe, unsubscribe } from '../../src/citizens/unsubscribed.ts';
import type { Db } from '../../src/db/open.ts';
import { all, q, run } from '../../src/db/query.ts';
import { takeInbound } from '../../src/incoming/inbound.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { Actor } from '../../src/people/actor.ts';
import { ratingsOf } from '../../src/portal/rating-queries.ts';
import { Expected } from '../../src/web/errors.ts';
import { Life, SATISFIED } from '../cases/life.ts';
import { freshFile } from '../support/file.ts';

const PHONE = '13900001234';

/** One hotline with a gateway that passes on what citizens write. */
function desk() {
  const { db, cast } = freshFile();
  const columns = { channel: 'http', medium: 'sms', name: '短信网关', created_at: 0 } as const;
  const gateway = run(db, q.insertInto('gateways').values(columns)).id;
  const write = (text: string, now: number, from = PHONE, id: string = randomUUID()) =>
    takeInbound(db, gateway, { id, from, text, at: now }, now);
  const inbox = () => all(db, q.selectFrom('inbound_messages').selectAll().orderBy('id'));
  return { db, cast, gateway, write, inbox, life: () => new Life(db, cast) };
}

/** As the outbox has it once a gateway took the notice of the conclusion. */
function toldOfConclusion({ db, caseId, now }: Life): void {
  run(db, q.deleteFrom('messages').where('case_id', '=', caseId));
  const about = { rule: 'citizen_concluded', occasion: 'citizen_concluded', audience: 'citizen' };
  const to = { recipient: 'citizen', recipientName: '诉求人', address: '' };
  const of = { caseId, assignmentId: null, clockId: null, stage: 1, dueVersion: 0, urgent: false };
  const text = { subject: '', text: '请评价', facts: {}, notBefore: now };
  const id = enqueue(db, { medium: 'sms', ...about, ...to, ...of, ...text }, now);
  run(db, q.updateTable('messages').set({ status: 'sent', sent_at: now }).where('id', '=', id));
}

const satisfactions = (db: Db, caseId: number) => ratingsOf(db, caseId).map((each) => each.satisfaction);
const shown = (life: Life, actor: Actor) => JSON.stringify(caseView(life.db, actor, life.case(), life.now));

describe('a rating by SMS (Q-E1)', () => {
  it('Q-E3: who is dissatisfied after the case was closed is looked at again, once', () => {
    const { db, life: newLife, write } = desk();
    const life = newLife().toCallBack().do(newLife().cast.clerk, 'call_back', SATISFIED);
    toldOfConclusion(life);
    const checks = () =>
      all(
        db,
        q.selectFrom('tasks').select('what').where('kind', '=', 'spot_check').where('done_at', 'is', null),
      );
    run(db, q.deleteFrom('tasks'));
    write('4', life.now);
    assert.deepEqual(checks(), []);
    write('2', life.now);
    write('1', life.now);
    assert.deepEqual(checks(), [{ what: '诉求人回复短信评价：不满意（此前：满意）' }]);
  });

  it('Q-E1: the digit rates the case of which the citizen was told, once however often the gateway passes it on', () => {
    const { db, life: newLife, write, inbox } = desk();
    const life = newLife().toCallBack();
    toldOfConclusion(life);
    assert.equal(write('２', life.now, '+86 139 0000 1234', 'a'), 'rated');
    assert.equal(write('２', life.now, PHONE, 'a'), null);
    assert.deepEqual(satisfactions(db, life.caseId), ['dissatisfied']);
    assert.equal(life.events().at(-1)?.why, '诉求人回复短信评价：不满意');
    assert.deepEqual(
      inbox().map(({ sender, text, case_id, outcome }) => [sender, text, case_id, outcome]),
      [['139****1234', '２', life.caseId, 'rated']],
    );
  });

  it('Q-E1: seven days after the SMS it still counts, later it is noted for the hotline', () => {
    const { db, life: newLife, write } = desk();
    const life = newLife().toCallBack();
    toldOfConclusion(life);
    assert.equal(write('4', life.now + 7 * DAY), 'rated');
    assert.equal(write('1', life.now + 7 * DAY + 1), 'noted');
    assert.deepEqual(satisfactions(db, life.caseId), ['satisfied']);
  });

  it('of several cases the one told of last is meant, though a newer one is still being handled', () => {
    const { db, life: newLife, write } = desk();
    const [older, told, open] = [newLife().toCallBack(), newLife().toCallBack(), newLife().dispatched()];
    toldOfConclusion(older);
    toldOfConclusion(told);
    write('5', open.now);
    assert.deepEqual(
      [older, told, open].map(({ caseId }) => satisfactions(db, caseId)),
      [[], ['very_satisfied'], []],
    );
  });

  it('of a case that was not told of its conclusion nothing is rated', () => {
    const { db, life: newLife, write } = desk();
    const life = newLife().toCallBack();
    run(db, q.deleteFrom('messages'));
    assert.equal(write('5', life.now), 'noted');
    assert.deepEqual(satisfactions(db, life.caseId), []);
  });

  it('once the case is archived a digit is noted for the hotline', () => {
    const { cast, life: newLife, write } = desk();
    const life = newLife().toCallBack();
    toldOfConclusion(life);
    life.do(cast.clerk, 'call_back', SATISFIED).do(cast.supervisor, 'archive');
    assert.equal(write('5', life.now), 'noted');
  });

  it('changes ten times an hour at most: who floods fills no log', () => {
    const { db, life: newLife, write } = desk();
    const life = newLife().toCallBack();
    toldOfConclusion(life);
    const flood = (count: number, now: number) => {
      for (let time = 0; time < count; time++) write(time % 2 === 0 ? '4' : '5', now);
      return satisfactions(db, life.caseId).length;
    };
    assert.equal(flood(10, life.now), 10);
    assert.equal(flood(4, life.now), 10);
    assert.equal(flood(1, life.now + 61 * 60_000), 11);
  });

  it('makes nobody’s open form fail', () => {
    const { db, cast, life: newLife, write } = desk();
    const life = newLife().toCallBack();
    toldOfConclusion(life);
    const seen = life.events().at(-1)?.id ?? 0;
    write('2', life.now);
    const request = { act: 'call_back', caseId: life.caseId, typed: SATISFIED, seen };
    perform(db, cast.clerk, request, life.now + 60_000);
    assert.equal(life.status, 'closed');
  });

  it('is shown to the call-back clerk beside the reply, and on the page of the case', () => {
    const { db, cast, life: newLife, write } = desk();
    const life = newLife().toCallBack();
    toldOfConclusion(life);
    write('2', life.now);
    const { context } = prepareAct(db, cast.clerk, { act: 'call_back', caseId: life.caseId }, life.now);
    const brief = ACTS.call_back?.brief?.(db, context)?.text ?? '';
    assert.match(brief, /诉求人已自行评价：不满意（2026-11-23 09:\d\d）.*清源路路灯已于当日修复/s);
    assert.match(shown(life, cast.clerk), /诉求人评价.*不满意（回复短信）/);
    assert.match(shown(life, cast.handler), /不满意（回复短信）/);
  });
});

describe('other SMS of citizens', () => {
  it('are read by the hotline at the case they speak of, by no agency', () => {
    const { cast, life: newLife, write, inbox } = desk();
    const life = newLife().signed();
    assert.equal(write('灯杆编号是 A17，谢谢', life.now), 'noted');
    assert.match(shown(life, cast.dispatcher), /诉求人短信.*灯杆编号是 A17/);
    assert.doesNotMatch(shown(life, cast.handler), /灯杆编号|诉求人短信/);
    assert.deepEqual(
      inbox().map(({ text, case_id }) => [text, case_id]),
      [['', life.caseId]],
    );
  });

  it('are cut after 500 characters', () => {
    const { life: newLife, write } = desk();
    const life = newLife().signed();
    write('灯'.repeat(600), life.now);
    assert.equal(life.events().at(-1)?.why.length, 500);
  });

  it('of a number without a case are kept with the masked number alone', () => {
    const { write, inbox } = desk();
    assert.equal(write('你们好', 0, '13811112222'), 'unknown');
    assert.equal(write('5', 0, '13811112222'), 'unknown');
    assert.deepEqual(
      inbox().map(({ sender, text, case_id }) => [sender, text, case_id]),
      [
        ['138****2222', '你们好', null],
        ['138****2222', '5', null],
      ],
    );
  });

  it('Q-A7: of a confidential citizen find their case, and leave no number behind', () => {
    const { db, cast, life: newLife, write, inbox } = desk();
    const life = newLife().take({ confidential: '1' }).do(cast.dispatcher, 'accept');
    assert.equal(write('我是何先生', life.now), 'noted');
    assert.deepEqual(
      inbox().map(({ sender, text, case_id }) => [sender, text, case_id]),
      [['', '', life.caseId]],
    );
    const kept = JSON.stringify([db.prepare('SELECT * FROM inbound_messages').all(), life.case()]);
    assert.doesNotMatch(kept, /1390000|139\*/);
  });
});

describe('a confidential citizen (Q-A7)', () => {
  it('is named nowhere in the log, whatever they write; the rest of the words is there', () => {
    const { life: newLife, write } = desk();
    const life = newLife().take({ confidential: '1', name: '何一鸣', phone: PHONE }, 'accept');
    write('我是何一鸣，电话139-0000-1234，灯又坏了', life.now);
    assert.equal(life.events().at(-1)?.why, '我是***，电话***，灯又坏了');
  });
});

describe('no more SMS', () => {
  it('after TD, and again after KT; whose number it is stands nowhere', () => {
    const { db, cast, life: newLife, write, inbox } = desk();
    const life = newLife().signed();
    assert.equal(isUnsubscribed(db, PHONE), false);
    assert.equal(write('TD', life.now), 'unsubscribed');
    assert.equal(isUnsubscribed(db, PHONE), true);
    assert.match(shown(life, cast.dispatcher), /诉求人已退订短信/);
    const kept = db.prepare('SELECT hex(phone_mac) AS mac, source FROM unsubscribed').all();
    assert.doesNotMatch(
      JSON.stringify(kept),
      new RegExp(`${PHONE}|${Buffer.from(PHONE).toString('hex')}`, 'i'),
    );
    assert.equal(write('kt', life.now), 'subscribed');
    assert.equal(isUnsubscribed(db, PHONE), false);
    assert.equal(inbox().length, 2);
  });

  it('said twice counts once, and of others nothing changes', () => {
    const { db } = desk();
    for (const now of [1, 2]) assert.equal(unsubscribe(db, PHONE, 'phone', now), true);
    assert.equal(isUnsubscribed(db, '13900001235'), false);
    assert.equal(subscribe(db, PHONE), true);
    assert.equal(isUnsubscribed(db, PHONE), false);
  });

  it('Q-A7: while the key is locked nothing is taken: whose number it is cannot be known, and it is brought again', () => {
    const { db, life: newLife, write, inbox } = desk();
    const life = newLife().take({ confidential: '1' }, 'accept');
    useKeyFile(db, '/nowhere/key');
    for (const text of ['TD', '灯又坏了'])
      assert.throws(
        () => write(text, life.now),
        (error) => error instanceof Expected && error.status === 503,
      );
    assert.deepEqual(inbox(), []);
  });
});
