import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { all, first, q } from '../db/query.ts';
import { agenciesBelow } from './actor.ts';
import { lastLogin } from './queries.ts';
import { ALL_ROLES, type Role } from './roles.ts';

export const PEOPLE_STATES = { active: '在用', disabled: '已停用', locked: '已锁定' } as const;

export type PeopleFilter = {
  /** Part of the name, the login or the operator number. */
  text: string;
  role: Role | null;
  agencyId: number | null;
  state: keyof typeof PEOPLE_STATES | null;
};

export const PEOPLE_A_PAGE = 50;

/** One page of the people, in the order they came; `total` counts all that match. */
export function listPeople(db: Db, filter: PeopleFilter, page: number, now: number) {
  const matching = matchingPeople(db, filter, now);
  const total =
    first(
      db,
      matching.select((build) => build.fn.countAll<number>().as('count')),
    )?.count ?? 0;
  const rows = all(
    db,
    matching
      .select([
        'u.id',
        'u.login',
        'u.name',
        'u.operator_no',
        'u.active',
        'u.locked_until',
        'a.short_name as agency',
      ])
      .select(
        sql<string | null>`(SELECT group_concat(role) FROM user_roles WHERE user_id = u.id)`.as('roles'),
      )
      .orderBy('u.id')
      .limit(PEOPLE_A_PAGE)
      .offset((page - 1) * PEOPLE_A_PAGE),
  );
  const people = rows.map(({ roles, ...row }) => ({
    ...row,
    roles: ALL_ROLES.filter((role) => roles?.split(',').includes(role)),
    lastLogin: lastLogin(db, row.id),
  }));
  return { people, total };
}

export type ListedPerson = ReturnType<typeof listPeople>['people'][number];

function matchingPeople(db: Db, filter: PeopleFilter, now: number) {
  let query = q.selectFrom('users as u').leftJoin('agencies as a', 'a.id', 'u.agency_id');
  const { text, role, agencyId, state } = filter;
  if (text !== '') {
    query = query.where((where) =>
      where.or([
        where(sql`instr(u.name, ${text})`, '>', 0),
        where(sql`instr(u.login, ${text.toLowerCase()})`, '>', 0),
        where('u.operator_no', '=', text),
      ]),
    );
  }
  if (role) {
    const holders = q.selectFrom('user_roles').select('user_id').where('role', '=', role);
    query = query.where('u.id', 'in', holders);
  }
  if (agencyId !== null) query = query.where('u.agency_id', 'in', agenciesBelow(db, agencyId));
  if (state === 'locked') return query.where('u.locked_until', '>', now);
  return state === null ? query : query.where('u.active', '=', state === 'active' ? 1 : 0);
}
