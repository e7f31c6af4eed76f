import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { prepared } from '../../src/db/query.ts';
import { writeDigests } from '../../src/digest/write.ts';
import { noLongerTrue } from '../../src/notifications/still-true.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { MessageRow } from '../../src/outbox/message.ts';
import { TOOLS } from '../../src/outbox/tools.ts';
import { carryOut, judge } from '../../src/outbox/verdict.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import type { Sending } from '../../src/presets/types.ts';
import { at } from '../calendar/samples.ts';
import { addMail, lifeIn, messages, reachableFile } from '../notifications/desk.ts';
import { newPerson } from '../support/cast.ts';

/** What the job does. @returns the digests written by this run */
function digestsAt(db: Db, local: string): MessageRow[] {
  const last = messages(db).at(-1)?.id ?? 0;
  for (const _ of writeDigests(db, at(local)));
  return messages(db).filter(({ id, rule }) => id > last && rule === 'digest');
}

function to(digests: readonly MessageRow[], name: string): MessageRow {
  const found = digests.find(({ recipient_name }) => recipient_name === name);
  assert.ok(found, `nothing to ${name}, but to ${digests.map((each) => each.recipient_name)}`);
  return found;
}

const names = (digests: readonly MessageRow[]) => digests.map(({ recipient_name }) => recipient_name);

function change(db: Db, sending: Partial<Sending>, local = '2026-11-23 09:00'): void {
  const now = at(local);
  setPolicy(db, { sending: { ...policyAt(db, now).sending, ...sending } }, { userId: null, from: now, now });
}

const ADDRESS = { address: 'https://12345.example.cn' };

describe('when digests go out', () => {
  it('X-F1: on a working day at the time set, not a minute before', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    assert.deepEqual(digestsAt(file.db, '2026-11-24 08:29'), []);
    assert.ok(names(digestsAt(file.db, '2026-11-24 08:30')).includes('赵明'));
  });

  it('X-F1: once a day, however often the job runs', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    assert.notEqual(digestsAt(file.db, '2026-11-24 08:30').length, 0);
    assert.deepEqual(digestsAt(file.db, '2026-11-24 08:35'), []);
    file.db.exec(`DELETE FROM settings WHERE key = 'digest_day'`);
    assert.deepEqual(digestsAt(file.db, '2026-11-24 08:40'), []);
  });

  it('X-F1: what was missed in the morning is made up for until midnight, and never after', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    const late = digestsAt(file.db, '2026-11-24 23:59');
    assert.notEqual(late.length, 0);
    const other = reachableFile();
    lifeIn(other).dispatched();
    assert.deepEqual(digestsAt(other.db, '2026-11-25 00:00'), []);
    const stages = digestsAt(other.db, '2026-11-25 08:30').map(({ stage }) => stage);
    assert.deepEqual([...new Set(stages)], [(late[0]?.stage ?? 0) + 1]);
  });

  it('not on a Saturday, nor on a holiday', () => {
    const file = reachableFile('2026-09-30 09:00');
    lifeIn(file, '2026-09-30 09:00').dispatched();
    assert.deepEqual(digestsAt(file.db, '2026-10-01 08:30'), []);
    const other = reachableFile();
    lifeIn(other).dispatched();
    assert.deepEqual(digestsAt(other.db, '2026-11-28 08:30'), []);
  });

  it('not while there is no e-mail; once it is set up, still on the same day', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    file.db.exec('UPDATE gateways SET active = 0');
    assert.deepEqual(digestsAt(file.db, '2026-11-24 08:30'), []);
    file.db.exec('DELETE FROM gateways');
    addMail(file.db);
    assert.notEqual(digestsAt(file.db, '2026-11-24 10:00').length, 0);
  });

  it('not before the system is set up', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hotline-'));
    const now = at('2026-11-24 08:30');
    const { db, close } = openDatabase(join(folder, 'hotline.db'), now);
    assert.deepEqual([...writeDigests(db, now)], []);
    close();
    rmSync(folder, { recursive: true });
  });

  it('X-F1: one that could not be sent on its day is not sent on the next', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    const digest = to(digestsAt(file.db, '2026-11-24 08:30'), '赵明');
    assert.equal(noLongerTrue(file.db, digest, at('2026-11-24 23:59')), null);
    assert.match(noLongerTrue(file.db, digest, at('2026-11-25 00:00')) ?? '', /已过当日/);
  });
});

describe('who gets one', () => {
  it('whoever has nothing to do gets nothing', () => {
    const file = reachableFile();
    assert.deepEqual(digestsAt(file.db, '2026-11-24 08:30'), []);
    lifeIn(file).dispatched();
    assert.deepEqual(names(digestsAt(file.db, '2026-11-25 08:30')).sort(), ['冯岩', '吴川', '赵明'].sort());
  });

  it('the agency by its e-mail address, in the place of its handlers', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    file.db
      .prepare('UPDATE agencies SET email = ? WHERE id = ?')
      .run('cg@example.cn', file.cast.agencies.urban);
    const digests = digestsAt(file.db, '2026-11-24 08:30');
    assert.equal(to(digests, '城管局').address, 'cg@example.cn');
    assert.equal(names(digests).includes('赵明'), false);
  });

  it('of several handlers only the one who was named, once somebody was', () => {
    const file = reachableFile();
    const second = { login: 'second', name: '许工', roles: ['handler'] as const, operatorNo: null };
    newPerson(file.db, { ...second, agencyId: file.cast.agencies.urban }, at('2026-11-23 09:00'));
    file.db.exec(`UPDATE users SET email = 'xu@example.cn' WHERE login = 'second'`);
    const life = lifeIn(file).dispatched();
    const unsigned = names(digestsAt(file.db, '2026-11-24 08:30'));
    assert.equal(unsigned.includes('许工') && unsigned.includes('赵明'), true);
    life.now = at('2026-11-24 09:00');
    life.onLead(file.cast.handler, 'sign', { handler: String(file.cast.handler.id) });
    // The first contact is due on 26 November.
    const signed = names(digestsAt(file.db, '2026-11-26 08:30'));
    assert.equal(signed.includes('赵明'), true);
    assert.equal(signed.includes('许工'), false);
  });

  it('Q-B4: leaders read what their sections have as well', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    file.db
      .prepare('UPDATE assignments SET agency_id = ?, section_id = NULL')
      .run(file.cast.agencies.section);
    assert.match(to(digestsAt(file.db, '2026-11-24 08:30'), '冯岩').text, /市容科/);
  });

  it('Q-B5: outside units get none', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    file.db
      .prepare(`UPDATE agencies SET external = 1, email = 'x@example.cn' WHERE id = ?`)
      .run(file.cast.agencies.urban);
    assert.deepEqual(names(digestsAt(file.db, '2026-11-24 08:30')), ['吴川']);
  });

  it('neither agencies, leaders nor supervisors where the settings say so', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    change(file.db, { digestToAgencies: false });
    assert.deepEqual(names(digestsAt(file.db, '2026-11-24 08:30')).sort(), ['冯岩', '吴川']);
    change(file.db, { digestToAgencies: true, digestToLeaders: false }, '2026-11-24 09:00');
    assert.deepEqual(names(digestsAt(file.db, '2026-11-25 08:30')).sort(), ['吴川', '赵明']);
    change(file.db, { digestToLeaders: false, digestToSupervisors: false }, '2026-11-25 09:00');
    assert.deepEqual(names(digestsAt(file.db, '2026-11-26 08:30')), ['赵明']);
  });

  it('a person with two roles gets one, with both in it', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    file.db
      .prepare(`INSERT INTO user_roles (user_id, role, granted_at) VALUES (?, 'supervisor', 0)`)
      .run(file.cast.handler.id);
    const digests = digestsAt(file.db, '2026-11-24 08:30');
    assert.equal(names(digests).filter((name) => name === '赵明').length, 1);
    assert.match(to(digests, '赵明').text, /【待签收】1 件[\s\S]*【各单位超期】\n城管局：1 件/);
  });
});

describe('what stands in it', () => {
  it('figures first, in the subject and in the text', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    lifeIn(file).dispatched();
    const { subject, text } = to(digestsAt(file.db, '2026-11-24 08:30'), '赵明');
    assert.equal(subject, '【每日汇总】11月24日：已超期 2 件，待签收 2 件');
    assert.match(text, /^赵明：\n截至11月24日 08:30：已超期 2 件，待签收 2 件。/);
  });

  it('number, headline, agency, limit, and a link to press', () => {
    const file = reachableFile();
    change(file.db, ADDRESS);
    const life = lifeIn(file).dispatched();
    const { number } = life.case();
    const { text, html } = to(digestsAt(file.db, '2026-11-24 08:30'), '赵明');
    const link = `https://12345.example.cn/cases/${life.caseId}`;
    assert.ok(text.includes(`${number} 清源路路灯坏了三天`), text);
    assert.match(text, /城管局，签收，11月23日 17:30前/);
    assert.ok(text.includes(link));
    assert.ok(html.includes(`<a href="${link}">${number}</a>`));
  });

  it('no links as long as nobody has said where this system is reached', () => {
    const file = reachableFile();
    lifeIn(file).dispatched();
    const { text, html } = to(digestsAt(file.db, '2026-11-24 08:30'), '赵明');
    assert.doesNotMatch(text, /http|\/cases\//);
    assert.doesNotMatch(html, /<a /);
  });

  it('due today: a limit of this day; one of tomorrow is not', () => {
    const file = reachableFile();
    const life = lifeIn(file).signed();
    // 首次联系 2 working days after signing on Monday.
    const due = life.clocks('first_contact')[0]?.due_at ?? 0;
    assert.equal(due, at('2026-11-25 17:30'));
    assert.deepEqual(names(digestsAt(file.db, '2026-11-24 08:30')), []);
    const { text } = to(digestsAt(file.db, '2026-11-25 08:30'), '赵明');
    assert.match(text, /【今日到期】1 件\n.*首次联系，11月25日 17:30前/);
    assert.match(to(digestsAt(file.db, '2026-11-26 08:30'), '赵明').text, /【已超期】1 件/);
  });

  it('a case with two limits stands once in a section', () => {
    const file = reachableFile();
    lifeIn(file).signed({ kind: 'help' });
    const { text } = to(digestsAt(file.db, '2026-12-10 08:30'), '赵明');
    assert.match(text, /【已超期】1 件/);
  });

  it('leaders see what waits for them, handlers do not', () => {
    const file = reachableFile();
    lifeIn(file).submitted();
    const digests = digestsAt(file.db, '2026-11-24 08:30');
    assert.match(to(digests, '冯岩').text, /【待您审核】1 件\n.*答复待审核/);
    assert.equal(names(digests).includes('赵明'), false);
  });

  it('Q-D8: a request for more time waits for the leader', () => {
    const file = reachableFile();
    const life = lifeIn(file).signed();
    life.onLead(file.cast.handler, 'ask_extension', { days: '3', reason: '需采购配件。' });
    assert.match(to(digestsAt(file.db, '2026-11-24 08:30'), '冯岩').text, /延期待同意/);
  });

  it('what came back since the last digest, as long as it is to be handled', () => {
    const file = reachableFile();
    const life = lifeIn(file).submitted();
    life.onLead(file.cast.agencyLeader, 'disapprove', { reason: '请写明更换时间。' });
    assert.match(
      to(digestsAt(file.db, '2026-11-24 08:30'), '赵明').text,
      /【被退回】1 件\n.*分管领导退回修改/,
    );
    assert.equal(names(digestsAt(file.db, '2026-11-25 08:30')).includes('赵明'), false);
  });

  it('over a weekend what came back on Friday is told on Monday', () => {
    const file = reachableFile();
    const life = lifeIn(file, '2026-11-27 09:00').submitted();
    life.onLead(file.cast.agencyLeader, 'disapprove', { reason: '请写明更换时间。' });
    assert.match(to(digestsAt(file.db, '2026-11-30 08:30'), '赵明').text, /【被退回】1 件/);
  });

  it('supervisors see what is late by agency, most first, and what is late at the hotline itself', () => {
    const file = reachableFile();
    const { dispatcher, agencies } = file.cast;
    lifeIn(file).dispatched();
    for (const _ of [1, 2])
      lifeIn(file)
        .take()
        .do(dispatcher, 'accept')
        .do(dispatcher, 'dispatch', { lead: String(agencies.housing) });
    lifeIn(file).take();
    const { text, html } = to(digestsAt(file.db, '2026-11-25 08:30'), '吴川');
    const late = text.split('\n').filter((line) => line.includes('最早应于'));
    assert.match(late[0] ?? '', /^住建局：2 件（签收 2 件），最早应于11月23日 17:30前$/);
    assert.deepEqual(
      new Set(late.slice(1).map((line) => line.split('：')[0])),
      new Set(['城管局', '热线中心']),
    );
    assert.match(html, /<td>住建局<\/td>/);
  });

  it('Q-A7: of a confidential case the number, and nothing of what it is about', () => {
    const file = reachableFile();
    const life = lifeIn(file).dispatched({ confidential: '1', text: '金丝雀巷路灯坏了。' });
    for (const { subject, text, html } of digestsAt(file.db, '2026-11-24 08:30'))
      assert.doesNotMatch(subject + text + html, /金丝雀|路灯|何先生|13900001234/);
    const { text } = to(digestsAt(file.db, '2026-11-25 08:30'), '赵明');
    assert.ok(text.includes(`${life.case().number} 保密工单`), text);
  });

  it('X-F1: the SMS that somebody was not sent because they had enough of them', () => {
    const file = reachableFile();
    change(file.db, { perPersonDaily: 1 });
    lifeIn(file).signed();
    const { handler } = file.cast;
    const now = at('2026-11-23 15:00');
    const ids = ['第一条', '第二条'].map(
      (text, stage) => enqueue(file.db, smsTo(handler.id, text, stage, now), now) ?? 0,
    );
    prepared(file.db, `UPDATE messages SET status = 'sent', sent_at = ? WHERE id = ?`).run(now, ids[0]);
    const second = messages(file.db).find(({ id }) => id === ids[1]);
    assert.ok(second);
    carryOut(file.db, second, judge(file.db, second, [], now, TOOLS), now);
    const { subject, text, html } = to(digestsAt(file.db, '2026-11-24 08:30'), '赵明');
    assert.match(subject, /未另发短信的提醒 1 条/);
    assert.match(text, /第二条/);
    assert.doesNotMatch(text, /第一条/);
    assert.match(html, /<li>第二条<\/li>/);
    // The first contact is due that day; the SMS has been told of.
    assert.doesNotMatch(to(digestsAt(file.db, '2026-11-25 08:30'), '赵明').text, /短信/);
  });

  it('Q-E4: an order stands in it as long as the agency has the case', () => {
    const file = reachableFile();
    const order = { instrument: 'rectify', ground: '拖延。', requirement: '限期。', days: '1' };
    const life = lifeIn(file).signed().do(file.cast.supervisor, 'supervise', order);
    assert.match(to(digestsAt(file.db, '2026-11-25 08:30'), '冯岩').text, /督办/);
    life.do(file.cast.dispatcher, 'recall', { reason: '派错单位。' });
    assert.equal(names(digestsAt(file.db, '2026-11-26 08:30')).includes('冯岩'), false);
  });

  it('Q-E4: an order that was answered waits for the hotline, and is late with nobody', () => {
    const file = reachableFile();
    const order = { instrument: 'rectify', ground: '拖延。', requirement: '限期。', days: '1' };
    lifeIn(file).signed().do(file.cast.supervisor, 'supervise', order);
    file.db.prepare(`UPDATE clocks SET stopped_at = 1 WHERE kind <> 'supervision'`).run();
    assert.match(to(digestsAt(file.db, '2026-11-25 17:30'), '吴川').text, /督办 1 件/);
    file.db.prepare(`UPDATE supervisions SET status = 'answered'`).run();
    assert.equal(names(digestsAt(file.db, '2026-11-26 08:30')).includes('吴川'), false);
  });

  it('more than fifty of a kind are counted, and fifty are listed', () => {
    const file = reachableFile();
    for (let count = 0; count < 51; count += 1) lifeIn(file).dispatched();
    const { text, html, subject } = to(digestsAt(file.db, '2026-11-24 08:30'), '赵明');
    assert.match(subject, /待签收 51 件/);
    assert.match(text, /其余 1 件请登录查看。/);
    assert.equal(html.match(/<tr><td>/g)?.length, 100);
  });

  it('what people wrote stays text in the HTML form', () => {
    const file = reachableFile();
    lifeIn(file).dispatched({ text: '<b>路灯</b>坏了。' });
    const { html } = to(digestsAt(file.db, '2026-11-24 08:30'), '赵明');
    assert.match(html, /&lt;b&gt;/);
    assert.doesNotMatch(html, /<b>路灯/);
  });
});

function smsTo(userId: number, text: string, stage: number, now: number) {
  const about = {
    rule: 'alarm',
    occasion: 'alarm',
    audience: 'handler',
    stage,
    dueVersion: 0,
    urgent: false,
  };
  const none = { caseId: null, assignmentId: null, clockId: null, subject: '', facts: {} };
  const recipient = { recipient: `user:${userId}`, recipientName: '赵明', address: '13900001234' };
  return { medium: 'sms' as const, ...about, ...none, ...recipient, text, notBefore: now };
}
