import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life, SATISFIED } from './life.ts';

/* The rules of the main course refuse with their own words, and let through just beside their limits. */

function refused(act: () => unknown, message: RegExp): void {
  assert.throws(act, { message });
}

test('Q-D4: no reply before the citizen was contacted', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed();
  refused(() => life.onLead(cast.handler, 'submit', life.reply()), /尚未登记首次联系/);
});

test('Q-D4: a consultation needs no first contact', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed({ kind: 'consultation' });
  life.onLead(cast.handler, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});

test('Q-B2: the lead waits for the assisting reply and is told whose', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({}, [cast.agencies.housing]);
  life.takenUp();
  refused(() => life.onLead(cast.handler, 'submit', life.reply()), /协办单位尚未答复：住建局/);
  life.onAssist(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) });
  life
    .onAssist(cast.assistHandler, 'advise', { handling: '灯杆由我局移交。' })
    .onAssist(cast.assistLeader, 'approve');
  life.onLead(cast.handler, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});

test('Q-D5: who left a number is told by phone or in person', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).contacted();
  refused(
    () => life.onLead(cast.handler, 'submit', { ...life.reply(), toldAt: '' }),
    /请填写告知诉求人的时间/,
  );
});

test('Q-D6: an anonymous reply names an office phone and a contact person', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed({ phone: '', name: '', anonymous: '1' });
  const reply = { ...life.reply(), toldHow: 'published', toldAt: '' };
  refused(() => life.onLead(cast.handler, 'submit', { ...reply, contactPerson: '' }), /咨询电话和联系人/);
  life.onLead(cast.handler, 'submit', reply);
  assert.equal(life.lead().status, 'reviewing');
});

test('whoever wrote the reply does not approve it', () => {
  const { db, cast } = freshFile();
  const both = newPerson(
    db,
    {
      login: 'both',
      name: '杨同',
      roles: ['handler', 'agency_leader'],
      agencyId: cast.agencies.urban,
      operatorNo: null,
    },
    at('2026-11-23 09:00'),
  );
  const life = new Life(db, cast).contacted();
  life.onLead(both, 'submit', life.reply());
  refused(() => life.onLead(both, 'approve'), /由您本人提交/);
});

test('Q-C3: a return is in time until the end of the working day after signing, and late a minute after', () => {
  const { db, cast } = freshFile();
  const typed = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
  const inTime = new Life(db, cast).signed();
  inTime.now = at('2026-11-24 17:29');
  inTime.onLead(cast.handler, 'ask_return', typed);
  const late = new Life(db, cast, '2026-11-23 10:00').signed();
  late.now = at('2026-11-24 17:30');
  refused(
    () => late.onLead(cast.handler, 'ask_return', typed),
    /退件已过时限（应于 2026-11-24 17:30 前提出）/,
  );
});

test('a call-back is not done by somebody who handled the case', () => {
  const { db, cast } = freshFile();
  const both = newPerson(
    db,
    {
      login: 'small',
      name: '朱全',
      roles: ['handler', 'callback_clerk'],
      agencyId: cast.agencies.urban,
      operatorNo: null,
    },
    at('2026-11-23 09:00'),
  );
  const life = new Life(db, cast).contacted();
  life.onLead(both, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', { complete: '1', answers: '1', clean: '1' });
  refused(() => life.do(both, 'call_back', SATISFIED), /参与过该工单的办理/);
});

test('C-E1: who left a number is called back, not closed as published', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack();
  refused(() => life.do(cast.clerk, 'call_back', { reached: 'published' }), /须电话回访/);
});

test('Q-A3: who left a number is told that the matter is not accepted', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const typed = { reason: 'litigation', told: 'cannot' };
  refused(() => life.do(cast.operator, 'reject', typed), /须告知本人/);
  const anonymous = new Life(db, cast).take({ phone: '', name: '', anonymous: '1' });
  anonymous.do(cast.operator, 'reject', typed);
  assert.equal(anonymous.status, 'rejected');
});

test('a return is not judged by whoever asked for it', () => {
  const { db, cast } = freshFile();
  const roles = ['handler', 'dispatcher'] as const;
  const both = newPerson(
    db,
    { login: 'asker', name: '许同', roles, agencyId: cast.agencies.urban, operatorNo: null },
    at('2026-11-23 09:00'),
  );
  const life = new Life(db, cast).signed();
  const typed = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
  life.onLead(both, 'ask_return', typed);
  refused(() => life.onLead(both, 'grant_return'), /由您本人申请/);
  life.onLead(cast.dispatcher, 'grant_return');
  assert.equal(life.lead().status, 'returned');
});
