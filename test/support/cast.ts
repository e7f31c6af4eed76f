import type { Db } from '../../src/db/open.ts';
import { q, run } from '../../src/db/query.ts';
import { type Actor, actorOf } from '../../src/people/actor.ts';
import type { Role } from '../../src/people/roles.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { government12345 } from '../../src/presets/government-12345.ts';

/** The small cast that every test plays with, by the role each has. */
export type Cast = {
  operator: Actor;
  otherOperator: Actor;
  dispatcher: Actor;
  clerk: Actor;
  supervisor: Actor;
  inspector: Actor;
  editor: Actor;
  leader: Actor;
  handler: Actor;
  agencyLeader: Actor;
  assistHandler: Actor;
  assistLeader: Actor;
  strangerHandler: Actor;
  admin: Actor;
  auditor: Actor;
  agencies: { urban: number; housing: number; traffic: number; section: number };
};

/** Policy of the government preset, four agencies, one person a role. Nobody has a usable password. */
export function newCast(db: Db, now: number): Cast {
  const {
    code: _code,
    name: _name,
    description: _text,
    categories: _c,
    areas: _a,
    ...policy
  } = government12345;
  setPolicy(db, { ...policy, caseNumber: 'YYYYMMDD-NNNN' }, { userId: null, from: 0, now });
  // Every run draws the same lots (Q-E1, Q-E3).
  run(db, q.insertInto('settings').values({ key: 'sampling_secret', value: 'cast' }));
  const urban = agency(db, '城市管理和综合执法局', '城管局', null, now);
  const housing = agency(db, '住房和城乡建设局', '住建局', null, now);
  const traffic = agency(db, '交通运输局', '交通局', null, now);
  const section = agency(db, '市容管理科', '市容科', urban, now);
  const person = (
    login: string,
    name: string,
    role: Role,
    agencyId: number | null = null,
    no: string | null = null,
  ) => newPerson(db, { login, name, roles: [role], agencyId, operatorNo: no }, now);
  return {
    operator: person('operator', '王晓', 'operator', null, '8001'),
    otherOperator: person('operator2', '李青', 'operator', null, '8002'),
    dispatcher: person('dispatcher', '陈平', 'dispatcher'),
    clerk: person('clerk', '周宁', 'callback_clerk'),
    supervisor: person('supervisor', '吴川', 'supervisor'),
    inspector: person('inspector', '郑一', 'inspector'),
    editor: person('editor', '孙文', 'editor'),
    leader: person('leader', '钱远', 'leader'),
    handler: person('handler', '赵明', 'handler', urban),
    agencyLeader: person('agency-leader', '冯岩', 'agency_leader', urban),
    assistHandler: person('assist-handler', '褚林', 'handler', housing),
    assistLeader: person('assist-leader', '卫强', 'agency_leader', housing),
    strangerHandler: person('stranger', '蒋路', 'handler', traffic),
    admin: person('admin', '沈立', 'admin'),
    auditor: person('auditor', '韩正', 'auditor'),
    agencies: { urban, housing, traffic, section },
  };
}

export function newPerson(
  db: Db,
  person: {
    login: string;
    name: string;
    roles: readonly Role[];
    agencyId: number | null;
    operatorNo: string | null;
  },
  now: number,
): Actor {
  const { id } = run(
    db,
    q.insertInto('users').values({
      login: person.login,
      name: person.name,
      operator_no: person.operatorNo,
      agency_id: person.agencyId,
      password_hash: 'none',
      must_change_password: 0,
      secrecy_accepted_at: now,
      created_at: now,
    }),
  );
  for (const role of person.roles) {
    run(db, q.insertInto('user_roles').values({ user_id: id, role, granted_at: now, granted_by: null }));
  }
  return actorOf(db, id);
}

function agency(db: Db, name: string, shortName: string, parent: number | null, now: number): number {
  return run(
    db,
    q.insertInto('agencies').values({
      parent_id: parent,
      name,
      short_name: shortName,
      kind: parent === null ? 'bureau' : 'section',
      created_at: now,
    }),
  ).id;
}
