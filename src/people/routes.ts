import { firstPasswordView, peopleListView } from '../../views/people/list.ts';
import {
  newPersonView,
  type PersonFields,
  type PersonFormProps,
  personView,
} from '../../views/people/person.ts';
import type { Html } from '../../views/ui/index.ts';
import { activeAgencies } from '../agencies/queries.ts';
import type { Routes } from '../web/access.ts';
import { one, several } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import type { Option, Typed } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, failureOf, submit } from '../web/submit.ts';
import { readPerson } from './forms.ts';
import { listPeople, PEOPLE_A_PAGE, PEOPLE_STATES, type PeopleFilter } from './list.ts';
import {
  changePerson,
  createPerson,
  disablePerson,
  enablePerson,
  resetPassword,
  unlockPerson,
} from './manage.ts';
import { firstPassword, hashPassword } from './passwords.ts';
import { lastLogin, type Person, personById, sessionsOfUser } from './queries.ts';
import { ALL_ROLES, isRole, ROLES } from './roles.ts';
import { visitorOf } from './visitor.ts';
import { clockBy, when } from './when.ts';

const ADMIN = ['admin'] as const;

/** People and their roles, for the administrator. */
export function peopleRoutes(routes: Routes): void {
  routes.get('/people', ADMIN, showList);
  routes.get('/people/new', ADMIN, (c) => newPage(c, NOTHING, null));
  routes.post('/people', ADMIN, postNew);
  routes.get('/people/:id', ADMIN, (c) => personPage(c, null, null));
  routes.post('/people/:id', ADMIN, postChange);
  routes.post('/people/:id/disable', ADMIN, (c) => act(c, disablePerson, '账号已停用，其所有登录已退出。'));
  routes.post('/people/:id/enable', ADMIN, (c) => act(c, enablePerson, '账号已启用。'));
  routes.post('/people/:id/unlock', ADMIN, (c) => act(c, unlockPerson, '账号已解锁，可以登录。'));
  routes.post('/people/:id/reset-password', ADMIN, postReset);
}

function showList(c: Ctx): Response | Promise<Response> {
  const now = nowOf(c);
  const typed = { text: c.req.query('q')?.trim() ?? '', role: c.req.query('role') ?? '' };
  const filter = { ...typed, agency: c.req.query('agency') ?? '', state: c.req.query('state') ?? '' };
  const number = Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1);
  const { people, total } = listPeople(dbOf(c), readFilter(filter), number, now);
  const to = (target: number) => `/people?${new URLSearchParams({ ...query(filter), page: String(target) })}`;
  const main = peopleListView({
    people: people.map((person) => ({
      href: `/people/${person.id}`,
      name: person.name,
      login: person.login,
      operatorNo: person.operator_no,
      roles: person.roles.map((role) => ROLES[role].name).join('、'),
      agency: person.agency,
      state: !person.active ? 'disabled' : (person.locked_until ?? 0) > now ? 'locked' : 'active',
      lastLogin: person.lastLogin === null ? null : when(person.lastLogin, now),
    })),
    filter,
    filtered: Object.keys(query(filter)).length > 0,
    roles: ALL_ROLES.map((role) => ({ value: role, text: ROLES[role].name })),
    agencies: agencyChoices(c, null),
    states: Object.entries(PEOPLE_STATES).map(([value, text]) => ({ value, text })),
    countText: `共 ${total} 人`,
    prevHref: number > 1 ? to(number - 1) : null,
    nextHref: number * PEOPLE_A_PAGE < total ? to(number + 1) : null,
  });
  return page(c, { title: '人员与岗位', main, wide: true });
}

type TypedFilter = { text: string; role: string; agency: string; state: string };

function readFilter({ text, role, agency, state }: TypedFilter): PeopleFilter {
  const known = (Object.keys(PEOPLE_STATES) as (keyof typeof PEOPLE_STATES)[]).find((each) => each === state);
  return {
    text,
    role: isRole(role) ? role : null,
    agencyId: /^\d+$/.test(agency) ? Number(agency) : null,
    state: known ?? null,
  };
}

/** The conditions as they stand in the address; empty ones are left out. */
function query({ text, ...rest }: TypedFilter): Record<string, string> {
  return Object.fromEntries(Object.entries({ q: text, ...rest }).filter(([, value]) => value !== ''));
}

const NOTHING: PersonFields = {
  name: '',
  login: '',
  operatorNo: '',
  phone: '',
  email: '',
  agency: '',
  roles: [],
};

function newPage(c: Ctx, fields: PersonFields, failure: Failure | null): Response | Promise<Response> {
  const main = newPersonView(formProps(c, '/people', fields, null, failure));
  return page(c, { title: '新建人员', main, status: failure?.status ?? 200 });
}

/** Answers with the first password instead of a redirect: it is shown once and kept nowhere. */
async function postNew(c: Ctx): Promise<Response> {
  const { typed } = bodyOf(c);
  try {
    const input = readPerson(typed);
    const password = firstPassword();
    const id = createPerson(dbOf(c), whoIs(c), input, await hashPassword(password), visitorOf(c));
    return passwordPage(c, id, password, true);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    return newPage(c, fieldsOf(typed), failure);
  }
}

async function postReset(c: Ctx): Promise<Response> {
  const id = idOf(c, 'id');
  const password = firstPassword();
  try {
    resetPassword(dbOf(c), whoIs(c), id, await hashPassword(password), visitorOf(c));
  } catch (error) {
    const failure = failureOf(error);
    if (!failure || failure.status === 404) throw error;
    return personPage(c, null, failure);
  }
  return passwordPage(c, id, password, false);
}

function passwordPage(c: Ctx, id: number, password: string, created: boolean): Response | Promise<Response> {
  const { name, login } = personOr404(c, id);
  const main: Html = firstPasswordView({ name, login, password, personHref: `/people/${id}`, created });
  return page(c, { title: '首次密码', main });
}

function postChange(c: Ctx): Promise<Response> {
  const { typed } = bodyOf(c);
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      changePerson(dbOf(c), whoIs(c), id, readPerson(typed), visitorOf(c));
      flash(c, 'ok', '人员信息已保存。');
      return `/people/${id}`;
    },
    (failure) => personPage(c, fieldsOf(typed), failure),
  );
}

function act(c: Ctx, work: typeof disablePerson, done: string): Promise<Response> {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      work(dbOf(c), whoIs(c), id, visitorOf(c));
      flash(c, 'ok', done);
      return `/people/${id}`;
    },
    (failure) => personPage(c, null, failure),
  );
}

/** @param typed what a refused form held; null shows what is saved */
function personPage(
  c: Ctx,
  typed: PersonFields | null,
  failure: Failure | null,
): Response | Promise<Response> {
  const [now, person] = [nowOf(c), personOr404(c, idOf(c, 'id'))];
  const isSelf = person.id === whoIs(c).id;
  const lastAt = lastLogin(dbOf(c), person.id);
  const locked = person.locked_until !== null && person.locked_until > now;
  const main = personView(formProps(c, `/people/${person.id}`, typed ?? saved(person), person, failure), {
    id: person.id,
    name: person.name,
    active: person.active === 1,
    isSelf,
    lockedText: locked ? `已锁定，${clockBy(person.locked_until ?? 0)} 自动解锁` : null,
    lastLogin: lastAt === null ? '从未登录' : when(lastAt, now),
    sessions: sessionsOfUser(dbOf(c), person.id, now).length,
    secrecyAt: person.secrecy_accepted_at === null ? '尚未签署' : when(person.secrecy_accepted_at, now),
    createdAt: when(person.created_at, now),
  });
  return page(c, { title: person.name, main, status: failure?.status ?? 200 });
}

function formProps(
  c: Ctx,
  action: string,
  fields: PersonFields,
  person: Person | null,
  failure: Failure | null,
): PersonFormProps {
  const isSelf = person?.id === whoIs(c).id;
  return {
    action,
    fields,
    roles: isSelf ? null : ROLE_GROUPS,
    ownRoles: (person?.roles ?? []).map((role) => ROLES[role].name).join('、'),
    agencies: agencyChoices(c, person),
    csrf: csrfOf(c),
    failure,
  };
}

const SIDES = { hotline: '热线中心', agency: '承办单位', system: '系统管理与审计' } as const;

const ROLE_GROUPS = (['hotline', 'agency', 'system'] as const).map((side) => ({
  title: SIDES[side],
  roles: ALL_ROLES.filter((role) => ROLES[role].side === side).map((role) => {
    return { value: role, text: ROLES[role].name, does: ROLES[role].does };
  }),
}));

/** People may belong to a section too; the agency somebody has stays in the list when it is out of use. */
function agencyChoices(c: Ctx, person: Person | null): Option[] {
  const options = activeAgencies(dbOf(c)).map((agency) => ({
    value: String(agency.id),
    text: agency.name,
    keys: `${agency.short_name} ${agency.search_keys}`,
  }));
  const [id, name] = [String(person?.agency_id ?? ''), person?.agency_name];
  const missing = name && !options.some(({ value }) => value === id);
  return missing ? [...options, { value: id, text: `${name}（已停用）`, keys: '' }] : options;
}

function saved(person: Person): PersonFields {
  return {
    name: person.name,
    login: person.login,
    operatorNo: person.operator_no ?? '',
    phone: person.phone,
    email: person.email,
    agency: String(person.agency_id ?? ''),
    roles: person.roles,
  };
}

function fieldsOf(typed: Typed): PersonFields {
  const text = (name: string) => one(typed, name);
  return {
    name: text('name'),
    login: text('login'),
    operatorNo: text('operatorNo'),
    phone: text('phone'),
    email: text('email'),
    agency: text('agency'),
    roles: several(typed, 'roles'),
  };
}

function personOr404(c: Ctx, id: number): Person {
  const person = personById(dbOf(c), id);
  if (!person) throw new NotFound('没有找到这位人员。');
  return person;
}
