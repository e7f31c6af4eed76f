import { agencyFormView } from '../../views/agencies/form.ts';
import { agenciesView } from '../../views/agencies/list.ts';
import { listImportRoutes } from '../lists/import-routes.ts';
import { isRole, ROLES } from '../people/roles.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, by, type Ctx, csrfOf, dbOf, idOf } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { check } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { AGENCY_LIST } from './import.ts';
import { AGENCY_KINDS, KIND_CODES } from './kinds.ts';
import { foundAgencies, listedTree } from './listing.ts';
import { activeChildren, agencyById, allAgencies, parentOptions, peopleOf } from './queries.ts';
import { agencyForm, changeAgency, createAgency, disableAgency, enableAgency } from './write.ts';

const ADMIN = ['admin'] as const;

export function agencyRoutes(routes: Routes): void {
  routes.get('/agencies', ADMIN, showList);
  routes.get('/agencies/new', ADMIN, (c) => showForm(c, null));
  routes.post('/agencies/new', ADMIN, create);
  listImportRoutes(routes, AGENCY_LIST);
  routes.get('/agencies/:id', ADMIN, (c) => showForm(c, idOf(c, 'id')));
  routes.post('/agencies/:id', ADMIN, change);
  routes.post('/agencies/:id/disable', ADMIN, disable);
  routes.post('/agencies/:id/enable', ADMIN, enable);
}

function showList(c: Ctx) {
  const agencies = allAgencies(dbOf(c));
  const query = (c.req.query('q') ?? '').trim();
  const main = agenciesView({
    rows: query ? foundAgencies(agencies, query) : listedTree(agencies),
    query,
    total: agencies.length,
    disabled: agencies.filter((agency) => agency.active === 0).length,
  });
  return page(c, { title: '承办单位', main, wide: true });
}

function create(c: Ctx) {
  const { typed } = bodyOf(c);
  return submit(
    c,
    () => {
      const id = createAgency(dbOf(c), by(c), check(agencyForm, typed));
      flash(c, 'ok', `已新建“${one(typed, 'name').trim()}”，现在可以为它建立人员。`);
      return `/agencies/${id}`;
    },
    (failure) => showForm(c, null, failure),
  );
}

function change(c: Ctx) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      changeAgency(dbOf(c), by(c), id, check(agencyForm, bodyOf(c).typed));
      flash(c, 'ok', '已保存。');
      return `/agencies/${id}`;
    },
    (failure) => showForm(c, id, failure),
  );
}

function disable(c: Ctx) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      disableAgency(dbOf(c), by(c), id);
      flash(c, 'ok', '已停用，派单时不再列出该单位。');
      return `/agencies/${id}`;
    },
    (failure) => showForm(c, id, failure),
  );
}

function enable(c: Ctx) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      enableAgency(dbOf(c), by(c), id);
      flash(c, 'ok', '已启用，可以重新向该单位派单。');
      return `/agencies/${id}`;
    },
    (failure) => showForm(c, id, failure),
  );
}

/** `id` null: an empty form. After a failure it holds what was typed, where the form was sent at all. */
function showForm(c: Ctx, id: number | null, failure?: Failure) {
  const db = dbOf(c);
  const agency = id === null ? null : (agencyById(db, id) ?? null);
  if (id !== null && !agency) throw new NotFound();
  const sent = failure && 'name' in bodyOf(c).typed;
  const main = agencyFormView({
    csrf: csrfOf(c),
    agency: agency && {
      id: agency.id,
      name: agency.name,
      active: agency.active === 1,
      external: agency.external === 1,
    },
    typed: sent
      ? typedOf(c)
      : agency
        ? storedOf(agency)
        : { parent: c.req.query('parent') ?? '', kind: 'bureau' },
    kinds: KIND_CODES.map((kind) => ({ value: kind, text: AGENCY_KINDS[kind] })),
    parents: parentOptions(db, id),
    staff: id === null ? [] : staffOf(c, id),
    children: id === null ? [] : activeChildren(db, id),
    message: failure?.message ?? null,
    fields: failure?.fields ?? {},
  });
  return page(c, { title: agency?.name ?? '新建承办单位', main, status: failure?.status ?? 200 });
}

const FIELDS = [
  'name',
  'short_name',
  'kind',
  'parent',
  'office_phone',
  'contact_person',
  'address',
  'email',
  'duty_mobile',
  'external',
];

function typedOf(c: Ctx): Record<string, string> {
  const { typed } = bodyOf(c);
  return Object.fromEntries(FIELDS.map((name) => [name, one(typed, name)]));
}

function storedOf(agency: NonNullable<ReturnType<typeof agencyById>>): Record<string, string> {
  const { name, short_name, kind, office_phone, contact_person, address, email, duty_mobile } = agency;
  const parent = agency.parent_id === null ? '' : String(agency.parent_id);
  const external = agency.external === 1 ? '1' : '';
  return {
    name,
    short_name,
    kind,
    parent,
    office_phone,
    contact_person,
    address,
    email,
    duty_mobile,
    external,
  };
}

function staffOf(c: Ctx, agencyId: number) {
  return peopleOf(dbOf(c), agencyId).map(({ id, name, active, roles }) => ({
    id,
    name,
    active: active === 1,
    rolesText: (roles?.split(',') ?? []).map((role) => (isRole(role) ? ROLES[role].name : role)).join('、'),
  }));
}
