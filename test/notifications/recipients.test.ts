import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { caseById } from '../../src/cases/case-queries.ts';
import { q, run } from '../../src/db/query.ts';
import type { Audience } from '../../src/notifications/audiences.ts';
import { recipientsOf, recipientsOfAll } from '../../src/notifications/recipients.ts';
import type { Role } from '../../src/people/roles.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { Life } from '../cases/life.ts';
import { type Cast, newCast, newPerson } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('notifications recipients', () => {
  let world: TestWorld;
  let cast: Cast;
  let life: Life;
  beforeEach(() => {
    world = newWorld();
    cast = newCast(world.world.db, world.world.now());
    life = new Life(world.world.db, cast);
  });
  afterEach(() => world.close());

  function about(toward: 'lead' | 'assist' | 'case' = 'lead') {
    const assignment = toward === 'case' ? null : toward === 'lead' ? life.lead() : life.assist();
    return { case: caseById(life.db, life.caseId), assignment, policy: policyAt(life.db, life.now) };
  }

  const names = (audience: Audience, toward?: 'lead' | 'assist' | 'case') =>
    recipientsOf(life.db, audience, about(toward)).map(({ name }) => name);

  function person(login: string, name: string, roles: readonly Role[], agencyId: number | null) {
    return newPerson(life.db, { login, name, roles, agencyId, operatorNo: null }, life.now);
  }

  function user(
    id: number,
    values: { active?: number; agency_id?: number | null; phone?: string; email?: string },
  ) {
    run(life.db, q.updateTable('users').set(values).where('id', '=', id));
  }

  function agency(id: number, values: { duty_mobile?: string; email?: string; external?: number }) {
    run(life.db, q.updateTable('agencies').set(values).where('id', '=', id));
  }

  test('Q-F1: before anybody is named, all handlers of the agency in service are told; none of another, nor of its sections', () => {
    person('second', '许工', ['handler'], cast.agencies.urban);
    person('section', '何工', ['handler'], cast.agencies.section);
    user(person('gone', '马工', ['handler'], cast.agencies.urban).id, { active: 0 });
    life.dispatched();
    assert.deepEqual(names('handler'), ['赵明', '许工']);
  });

  test('Q-C2: the handler who was named is told alone', () => {
    person('second', '许工', ['handler'], cast.agencies.urban);
    life.signed();
    assert.deepEqual(names('handler'), ['赵明']);
  });

  test('a named handler who has left, or works elsewhere now, is no longer told: the others are', () => {
    person('second', '许工', ['handler'], cast.agencies.urban);
    life.signed();
    user(cast.handler.id, { agency_id: cast.agencies.traffic });
    assert.deepEqual(names('handler'), ['许工']);
    user(cast.handler.id, { agency_id: cast.agencies.urban, active: 0 });
    assert.deepEqual(names('handler'), ['许工']);
  });

  test('Q-B4: handed down to a section, its people are told; one without people leaves it to the agency', () => {
    life.signed();
    const own = { section_id: cast.agencies.section, handler_id: null };
    run(life.db, q.updateTable('assignments').set(own).where('id', '=', life.lead().id));
    assert.deepEqual(names('handler'), ['赵明']);
    person('section', '何工', ['handler'], cast.agencies.section);
    assert.deepEqual(names('handler'), ['何工']);
  });

  test('assisting agencies get what is theirs, the leading one its own', () => {
    life.dispatched({}, [cast.agencies.housing]);
    assert.deepEqual(names('handler', 'assist'), ['褚林']);
    assert.deepEqual(names('agency_leader', 'assist'), ['卫强']);
    assert.deepEqual(names('agency_leader'), ['冯岩']);
  });

  test('what concerns the case as a whole goes to the agency that leads; before dispatch to none', () => {
    life.take().do(cast.dispatcher, 'accept');
    assert.deepEqual(names('handler', 'case'), []);
    assert.deepEqual(names('agency_leader', 'case'), []);
    life.caseId = 0;
    life.dispatched({}, [cast.agencies.housing]);
    assert.deepEqual(names('handler', 'case'), ['赵明']);
  });

  test('Q-F1: an agency without a leader has the one above it told', () => {
    life.dispatched();
    const below = { agency_id: cast.agencies.section };
    run(life.db, q.updateTable('assignments').set(below).where('id', '=', life.lead().id));
    assert.deepEqual(names('agency_leader'), ['冯岩']);
    person('section-leader', '方科', ['agency_leader'], cast.agencies.section);
    assert.deepEqual(names('agency_leader'), ['方科']);
  });

  test('the post on duty is told by its mobile and e-mail; an agency that has neither has no such post', () => {
    life.dispatched();
    assert.deepEqual(names('agency_duty'), []);
    agency(cast.agencies.urban, { duty_mobile: '13900007001' });
    assert.deepEqual(recipientsOf(life.db, 'agency_duty', about()), [
      {
        key: `agency:${cast.agencies.urban}`,
        name: '城管局',
        phone: '13900007001',
        email: '',
        audience: 'agency_duty',
      },
    ]);
  });

  test('Q-B5: an outside unit has no people: its e-mail stands for it', () => {
    life.dispatched({}, [cast.agencies.housing]);
    for (const each of [cast.assistHandler, cast.assistLeader]) user(each.id, { active: 0 });
    agency(cast.agencies.housing, { external: 1, email: 'office@example.cn' });
    const all = recipientsOfAll(life.db, ['handler', 'agency_leader', 'agency_duty'], about('assist'));
    assert.deepEqual(
      all.map(({ key, email }) => [key, email]),
      [[`agency:${cast.agencies.housing}`, 'office@example.cn']],
    );
  });

  test('people of the hotline by their role, those in service', () => {
    life.dispatched();
    assert.deepEqual(names('dispatcher'), ['陈平']);
    assert.deepEqual(names('supervisor'), ['吴川']);
    user(cast.dispatcher.id, { active: 0 });
    assert.deepEqual(names('dispatcher'), []);
  });

  test('G-A1: the operator who took the call is told, and no other', () => {
    life.dispatched();
    assert.deepEqual(names('first_operator'), ['王晓']);
    user(cast.operator.id, { active: 0 });
    assert.deepEqual(names('first_operator'), []);
  });

  test('call-back clerks are told of what they may see: nothing before the reply', () => {
    life.dispatched();
    assert.deepEqual(names('callback_clerk'), []);
    life.caseId = 0;
    life.now += 60_000;
    life.toCallBack();
    assert.deepEqual(names('callback_clerk'), ['周宁']);
  });

  test('Q-A7: a citizen is a key without a number', () => {
    life.take();
    const [citizen] = recipientsOf(life.db, 'citizen', about('case'));
    assert.deepEqual(citizen, { key: 'citizen', name: '诉求人', phone: '', email: '', audience: 'citizen' });
  });

  test('X-F1: who has two roles is told once', () => {
    person('both', '许工', ['handler', 'agency_leader'], cast.agencies.urban);
    life.dispatched();
    const all = recipientsOfAll(life.db, ['handler', 'agency_leader'], about());
    assert.deepEqual(
      all.map(({ name, audience }) => `${name} ${audience}`),
      ['赵明 handler', '许工 handler', '冯岩 agency_leader'],
    );
  });

  test("X-F1: a duty mobile that is a handler's own gets one SMS, the e-mail of the post still its own", () => {
    user(cast.handler.id, { phone: '13900007001', email: 'zhao@example.cn' });
    agency(cast.agencies.urban, { duty_mobile: '13900007001', email: 'office@example.cn' });
    life.dispatched();
    const both = () =>
      recipientsOfAll(life.db, ['handler', 'agency_duty'], about()).map(
        ({ phone, email }) => `${phone} ${email}`,
      );
    assert.deepEqual(both(), ['13900007001 zhao@example.cn', ' office@example.cn']);
    agency(cast.agencies.urban, { email: '' });
    assert.deepEqual(both(), ['13900007001 zhao@example.cn']);
  });
});
