import { itemFormView } from '../../views/items/form.ts';
import { itemsView } from '../../views/items/list.ts';
import { agencyOptions, dispatchable } from '../agencies/queries.ts';
import { listImportRoutes } from '../lists/import-routes.ts';
import { treeOptions } from '../trees/queries.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, by, type Ctx, csrfOf, dbOf, idOf } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { check } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { ITEM_LIST } from './import.ts';
import { type ItemFilter, pageOfItems } from './listing.ts';
import { allItems, type ItemRow, itemById } from './queries.ts';
import { changeItem, createItem, itemForm, setItemActive } from './write.ts';

const ADMIN = ['admin'] as const;

/** 便民服务事项清单 (Q-B3). */
export function itemRoutes(routes: Routes): void {
  routes.get('/items', ADMIN, showList);
  routes.get('/items/new', ADMIN, (c) => showForm(c, null));
  routes.post('/items/new', ADMIN, create);
  listImportRoutes(routes, ITEM_LIST);
  routes.get('/items/:id', ADMIN, (c) => showForm(c, idOf(c, 'id')));
  routes.post('/items/:id', ADMIN, change);
  routes.post('/items/:id/disable', ADMIN, (c) => setActive(c, 0));
  routes.post('/items/:id/enable', ADMIN, (c) => setActive(c, 1));
}

function showList(c: Ctx) {
  const items = allItems(dbOf(c));
  const typed = { q: asked(c, 'q'), agency: asked(c, 'agency'), state: asked(c, 'state') };
  const { rows, total, next } = pageOfItems(items, filterOf(typed), asked(c, 'after'));
  const set = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
  const main = itemsView({
    rows,
    filter: typed,
    filtered: Object.keys(set).length > 0,
    agencies: dispatchable(dbOf(c)).map(({ id, short_name }) => ({ value: String(id), text: short_name })),
    total: items.length,
    stopped: items.filter((item) => item.active === 0).length,
    found: total,
    nextHref: next === null ? null : `/items?${new URLSearchParams({ ...set, after: next })}`,
    firstHref: asked(c, 'after') === '' ? null : `/items?${new URLSearchParams(set)}`,
  });
  return page(c, { title: '便民服务事项', main, wide: true });
}

function filterOf({ q, agency, state }: { q: string; agency: string; state: string }): ItemFilter {
  return {
    text: q,
    agency: /^\d{1,15}$/.test(agency) ? Number(agency) : null,
    state: state === 'stopped' || state === 'all' ? state : 'active',
  };
}

function asked(c: Ctx, name: string): string {
  return c.req.query(name)?.trim() ?? '';
}

function create(c: Ctx) {
  const { typed } = bodyOf(c);
  return submit(
    c,
    () => {
      const id = createItem(dbOf(c), by(c), check(itemForm, typed));
      flash(c, 'ok', `已新建“${one(typed, 'name').trim()}”，登记和派单时可以选用。`);
      return `/items/${id}`;
    },
    (failure) => showForm(c, null, failure),
  );
}

function change(c: Ctx) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      changeItem(dbOf(c), by(c), id, check(itemForm, bodyOf(c).typed));
      flash(c, 'ok', '已保存。已经派出的工单时限不变，以后派单按新的内容。');
      return `/items/${id}`;
    },
    (failure) => showForm(c, id, failure),
  );
}

function setActive(c: Ctx, active: 0 | 1) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      setItemActive(dbOf(c), by(c), id, active);
      flash(c, 'ok', active === 1 ? '已启用，登记和派单时可以选用。' : '已停用，登记和派单时不再列出。');
      return `/items/${id}`;
    },
    (failure) => showForm(c, id, failure),
  );
}

/** `id` null: an empty form. After a failure it holds what was typed, where the form was sent at all. */
function showForm(c: Ctx, id: number | null, failure?: Failure) {
  const db = dbOf(c);
  const item = id === null ? null : (itemById(db, id) ?? null);
  if (id !== null && !item) throw new NotFound();
  const sent = failure && 'code' in bodyOf(c).typed;
  const main = itemFormView({
    csrf: csrfOf(c),
    item: item && { id: item.id, code: item.code, name: item.name, active: item.active === 1 },
    typed: sent ? typedOf(c) : item ? storedOf(item) : {},
    agencies: agencyOptions(db),
    categories: treeOptions(db, 'categories'),
    message: failure?.message ?? null,
    fields: failure?.fields ?? {},
  });
  return page(c, { title: item?.name ?? '新建便民服务事项', main, status: failure?.status ?? 200 });
}

const FIELDS = ['code', 'name', 'agency', 'fallback', 'category', 'days', 'basis'] as const;

type Stored = Record<(typeof FIELDS)[number], string>;

function typedOf(c: Ctx): Stored {
  const { typed } = bodyOf(c);
  return Object.fromEntries(FIELDS.map((name) => [name, one(typed, name)])) as Stored;
}

function storedOf(item: ItemRow): Stored {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    code: item.code,
    name: item.name,
    agency: text(item.agency_id),
    fallback: text(item.fallback_id),
    category: text(item.category_id),
    days: text(item.reply_days),
    basis: item.basis,
  };
}
