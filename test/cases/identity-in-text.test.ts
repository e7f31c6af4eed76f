import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { ACTS } from '../../src/cases/acts/index.ts';
import { contextOf } from '../../src/cases/facts.ts';
import { READ_BY_AGENCIES } from '../../src/cases/identity-in-text.ts';
import { ASSIGNMENT_LIFE, CASE_LIFE } from '../../src/cases/lifecycle.ts';
import { Invalid } from '../../src/web/errors.ts';
import { looks, type Typed } from '../../src/web/forms.ts';
import { at } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { BEFORE } from './before.ts';
import { CHECKED, Life } from './life.ts';
import { addOutside } from './outside.ts';

/* Q-A7, C-M1: what was entered as name, number and address stays in its fields. */

const CITIZEN = { name: '王芳女士', phone: '139 8765 4321', address: '金丝雀巷77号' };
const SECRET = { ...CITIZEN, confidential: '1' };
const NAMED = '请联系王芳。';

/** What the form was refused with: the messages by field; null where it was taken. */
function refusal(send: () => unknown): Readonly<Record<string, string>> | null {
  try {
    send();
    return null;
  } catch (error) {
    assert.ok(error instanceof Invalid, String(error));
    return { '': error.message, ...error.fields };
  }
}

const { db, cast } = freshFile();
const life = () => new Life(db, cast);
const second = {
  login: 'supervisor-2',
  name: '沈岚',
  roles: ['supervisor'] as const,
  operatorNo: '9',
  agencyId: null,
};
const { operator, dispatcher, supervisor, leader } = cast;
const otherSupervisor = newPerson(db, second, at('2026-11-23 09:00'));
const people = { operator, dispatcher, supervisor, leader, otherSupervisor };

describe('Q-A7: a request that says who asked', () => {
  const decided: Typed = { answer: '已告知。', reason: 'beyond_powers', told: 'on_the_line' };
  for (const outcome of ['hold', 'accept', 'answer', 'reject'] as const)
    it(`is not taken down as confidential (${outcome}), and nothing is written`, () => {
      const count = () => db.prepare('SELECT count(*) FROM cases').pluck().get();
      const before = count();
      const said = { ...SECRET, ...decided, text: '路灯不亮，请回电13987654321。' };
      const fields = refusal(() => life().take(said, outcome));
      const words =
        '诉求人要求保密，诉求内容中写有其电话，承办单位会看到。请改为“诉求人”等说法后再提交，已填写的内容都在。';
      assert.deepEqual(fields, { '': words, text: words });
      assert.equal(count(), before);
    });

  it('is refused at each field that says it', () => {
    const said = { text: '王芳反映路灯不亮。', headline: '王芳反映路灯', place: '金丝雀巷77号门口' };
    const fields = refusal(() => life().take({ ...SECRET, ...said }));
    assert.deepEqual(Object.keys(fields ?? {}), ['', 'text', 'headline', 'place']);
    assert.match(fields?.place ?? '', /事发地点中写有其住址.*“住处附近”/);
  });

  it('is taken down with a form of address, or where nobody asked for confidentiality', () => {
    assert.equal(
      refusal(() => life().take({ ...SECRET, text: '王女士反映路灯不亮。' })),
      null,
    );
    assert.equal(
      refusal(() => life().take({ ...CITIZEN, text: '王芳反映路灯不亮。' })),
      null,
    );
  });

  const corrected = { headline: '路灯不亮', kind: 'complaint' };
  it('does not become confidential before it is corrected, and is corrected with the same form', () => {
    const given = life().take({ ...CITIZEN, text: '王芳反映路灯不亮。' });
    const asked = { ...corrected, confidential: '1' };
    const fields = refusal(() => given.do(cast.operator, 'correct', asked));
    assert.match(fields?.text ?? '', /诉求内容中写有其姓名/);
    assert.equal(given.case().confidential, 0);
    given.do(cast.operator, 'correct', { ...asked, text: '诉求人反映路灯不亮。' });
    assert.equal(given.case().text, '诉求人反映路灯不亮。');
    assert.equal(given.case().confidential, 1);
    assert.doesNotMatch(JSON.stringify(given.events()), /王芳/);
  });

  it('cannot be corrected into saying it, sealed as the citizen is', () => {
    const given = life().take(SECRET);
    const send = (headline: string) => () =>
      given.do(cast.operator, 'correct', { ...corrected, headline, confidential: '1' });
    assert.match(refusal(send('王芳反映路灯'))?.headline ?? '', /标题中写有其姓名/);
    assert.equal(refusal(send('诉求人反映路灯')), null);
  });

  it('keeps its former words in the timeline where nobody is to be hidden', () => {
    const given = life().take({ ...CITIZEN, text: '王芳反映路灯不亮。' });
    given.do(cast.operator, 'correct', { ...corrected, text: '路灯不亮。' });
    assert.match(given.events().at(-1)?.why ?? '', /诉求内容已更正，原文：王芳反映路灯不亮。/);
    given.do(cast.operator, 'correct', corrected);
    assert.equal(given.case().text, '路灯不亮。');
    assert.equal(given.events().at(-1)?.why, '内容没有变化');
  });

  it('does not go out while it still says it, as one from another system may', () => {
    const given = life().take(SECRET, 'accept');
    const lead = { lead: String(cast.agencies.urban) };
    db.prepare('UPDATE cases SET text = ? WHERE id = ?').run('王芳反映路灯不亮。', given.caseId);
    const fields = refusal(() => given.do(cast.dispatcher, 'dispatch', lead));
    assert.match(fields?.[''] ?? '', /诉求内容中写有其姓名.*请点“更正登记”，改为“诉求人”等说法后再派单/);
    given.do(cast.dispatcher, 'correct', { ...corrected, confidential: '1', text: '路灯不亮。' });
    assert.equal(
      refusal(() => given.do(cast.dispatcher, 'dispatch', lead)),
      null,
    );
  });
});

const local = (given: Life) => given.local();
/** Every act in which the hotline writes to agencies: who does it, on what, where the name stands, what else is asked. */
const WRITTEN: Record<string, [who: keyof typeof people, of: string, field: string, (given: Life) => Typed]> =
  {
    dispatch: ['dispatcher', 'case', 'opinion', () => ({ lead: String(cast.agencies.urban) })],
    add_assist: ['dispatcher', 'case', 'opinion', () => ({ agency: String(cast.agencies.housing) })],
    recall: ['dispatcher', 'case', 'reason', () => ({})],
    waive: ['dispatcher', 'assist', 'reason', () => ({})],
    send_back: ['dispatcher', 'case', 'reason', () => ({})],
    settle_overlap: ['dispatcher', 'case', 'decision', () => ({})],
    grant_return: ['dispatcher', 'lead', 'note', () => ({})],
    refuse_return: ['dispatcher', 'lead', 'reason', () => ({})],
    grant_extension: ['dispatcher', 'lead', 'note', () => ({})],
    refuse_extension: ['dispatcher', 'lead', 'reason', () => ({})],
    send_letter: ['dispatcher', 'lead', 'to', (given) => ({ how: 'email', at: local(given) })],
    send_again: ['dispatcher', 'lead', 'to', (given) => ({ how: 'email', at: local(given) })],
    key_in_advice: [
      'dispatcher',
      'assist',
      'handling',
      () => ({ signedBy: '李处长', signedOn: '2026-11-23' }),
    ],
    phone_told: [
      'operator',
      'lead',
      'said',
      (given) => ({ who: '赵明', post: '科员', number: '0000-8800000', at: local(given) }),
    ],
    phone_failed: ['operator', 'lead', 'note', (given) => ({ number: '0000-8800000', at: local(given) })],
    press: ['supervisor', 'case', 'text', () => ({ to: 'lead' })],
    supervise: ['supervisor', 'case', 'ground', () => ({ instrument: 'rectify', requirement: '限期修复。' })],
    demand_again: ['supervisor', 'case', 'verdict', () => ({ days: '3' })],
    release: ['supervisor', 'case', 'finding', () => ({})],
    revoke: ['supervisor', 'case', 'reason', () => ({})],
    instruct: ['leader', 'case', 'instruction', () => ({})],
    record_instruction: [
      'supervisor',
      'case',
      'instruction',
      (given) => ({ leader: '李局长', at: local(given) }),
    ],
    confirm_exemption: ['otherSupervisor', 'case', 'note', () => ({})],
    refuse_appeal: ['otherSupervisor', 'case', 'reason', () => ({})],
  };

describe('Q-A7: what the hotline writes to agencies', () => {
  it('every such act is tried below', () => {
    assert.deepEqual(Object.keys(WRITTEN).sort(), [...READ_BY_AGENCIES].sort());
  });

  it('holds every act whose form reminds of it', () => {
    const given = life().dispatched(SECRET);
    const context = contextOf(db, cast.dispatcher, given.case(), given.lead(), given.now);
    const reminding = Object.entries(ACTS).filter(([, { form }]) =>
      Object.values(form(context).shape).some((field) => {
        const inner = 'unwrap' in field && typeof field.unwrap === 'function' ? field.unwrap() : field;
        return /承办单位会看到这段文字/.test(looks.get(inner)?.help ?? '');
      }),
    );
    assert.ok(reminding.length >= 15, `${reminding.length}`);
    for (const [act] of reminding) assert.ok(READ_BY_AGENCIES.has(act), act);
  });

  it('never is an act of an agency, which would learn by trying', () => {
    for (const { act, by } of [...CASE_LIFE, ...ASSIGNMENT_LIFE])
      if (READ_BY_AGENCIES.has(act))
        for (const hat of ['handler', 'agency_leader', 'section_handler', 'lead_agency'] as const)
          assert.ok(!(by as readonly string[]).includes(hat), act);
  });

  for (const [act, [who, of, field, rest]] of Object.entries(WRITTEN)) {
    it(`${act}: the name is refused of a confidential case, and taken of another`, () => {
      const given = BEFORE[act]?.(life());
      assert.ok(given);
      db.prepare(`UPDATE citizens SET name = '王芳' WHERE case_id = ?`).run(given.caseId);
      const actor = people[who];
      const on = of === 'case' ? null : of === 'lead' ? given.lead().id : given.assist().id;
      const send = () => given.do(actor, act, { ...rest(given), [field]: NAMED }, on);
      db.prepare('UPDATE cases SET confidential = 1 WHERE id = ?').run(given.caseId);
      const words =
        '诉求人要求保密，这段文字中写有其姓名，承办单位会看到。请改为“诉求人”等说法后再提交，已填写的内容都在。';
      assert.deepEqual(refusal(send), { '': words, [field]: words });
      db.prepare('UPDATE cases SET confidential = 0 WHERE id = ?').run(given.caseId);
      assert.equal(refusal(send), null);
    });
  }
});

describe('C-M1: a public reply that names the citizen', () => {
  const naming = (given: Life, publicReply: string): Typed => ({ ...given.reply(), publicReply });

  for (const [publicReply, what] of [
    ['王芳您好，路灯已修复。', '姓名'],
    ['已致电139-8765-4321告知，路灯已修复。', '电话'],
  ] as const)
    it(`is not submitted with the ${what === '姓名' ? 'name' : 'number'}`, () => {
      const given = life().contacted(CITIZEN);
      const fields = refusal(() => given.onLead(cast.handler, 'submit', naming(given, publicReply)));
      assert.match(fields?.publicReply ?? '', new RegExp(`^公开答复中写有诉求人的${what}，请删去`));
      const polite = naming(given, '王女士您好，金丝雀巷77号门口路灯已修复。');
      assert.equal(
        refusal(() => given.onLead(cast.handler, 'submit', polite)),
        null,
      );
    });

  it('Q-A7: of a confidential case is submitted like any other, so that nothing is learned by trying', () => {
    const given = life().signed(SECRET);
    const reply = { ...naming(given, '王芳您好，路灯已修复。'), toldHow: 'via_hotline' };
    assert.equal(
      refusal(() => given.onLead(cast.handler, 'submit', reply)),
      null,
    );
    given.onLead(cast.agencyLeader, 'approve');
    const words = refusal(() => given.do(cast.dispatcher, 'pass', CHECKED))?.[''] ?? '';
    assert.match(words, /写有诉求人的姓名，不能通过。请点“退回补充”.*不要说明是否属实/);
    assert.equal(given.status, 'replied');
    given.do(cast.dispatcher, 'send_back', { reason: '请删去公开答复中的个人信息。' });
    given.onLead(cast.handler, 'submit', { ...given.reply(), toldHow: 'via_hotline' });
    given.onLead(cast.agencyLeader, 'approve').do(cast.dispatcher, 'pass', CHECKED);
    assert.equal(given.status, 'callback');
  });

  it('does not pass the hotline either, whatever the case', () => {
    const given = life().replied(CITIZEN);
    const write = db.prepare('UPDATE replies SET public_reply = ? WHERE case_id = ?');
    write.run('已致电13987654321。', given.caseId);
    const words = refusal(() => given.do(cast.dispatcher, 'pass', CHECKED))?.[''] ?? '';
    assert.match(words, /写有诉求人的电话，不能通过。请点“退回补充”，由承办单位删去/);
    write.run('路灯已修复。', given.caseId);
    assert.equal(
      refusal(() => given.do(cast.dispatcher, 'pass', CHECKED)),
      null,
    );
  });

  for (const citizen of [CITIZEN, SECRET])
    it(`is not keyed in for an outside unit (${'confidential' in citizen ? 'confidential' : 'open'})`, () => {
      const unit = `省属单位${'confidential' in citizen}`;
      const given = life().take(citizen, 'accept');
      given.do(cast.dispatcher, 'dispatch', { lead: String(addOutside(db, unit, unit)) });
      const letter = { how: 'email', to: 'office@example.cn', at: given.local() };
      given.onLead(cast.dispatcher, 'send_letter', letter);
      const typed = { ...given.reply(), signedBy: '李处长', signedOn: '2026-11-23' };
      const send = (publicReply: string) => () =>
        given.onLead(cast.dispatcher, 'key_in_reply', { ...typed, publicReply });
      assert.match(refusal(send('王芳您好。'))?.publicReply ?? '', /写有诉求人的姓名，请删去/);
      assert.equal(refusal(send('您好，路灯已修复。')), null);
    });

  it('the hotline reads both texts of the reply where it ticks what it checked', () => {
    const given = life().replied();
    const open = { act: 'pass', caseId: given.caseId, assignmentId: null };
    const { brief } = actForm(db, cast.dispatcher, open, given.now, null);
    assert.match(
      brief?.text ?? '',
      /公开答复：\n清源路路灯已于当日修复。[\s\S]*办理情况.*\n已派员更换灯具。/,
    );
  });
});

test('Q-A7: an agency is not asked to contact somebody whom it may not know', () => {
  const contact = (given: Life) => () =>
    given.onLead(cast.handler, 'contact', { how: 'phone', at: given.local(), result: '已联系。' });
  assert.throws(contact(life().signed(SECRET)), { status: 409 });
  assert.doesNotThrow(contact(life().signed(CITIZEN)));
});
