import { gatewayFormView } from '../../views/gateways/form.ts';
import { gatewayKindsView } from '../../views/gateways/kinds.ts';
import { gatewaysView } from '../../views/gateways/list.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, by, type Ctx, csrfOf, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import type { Channel } from './channels/channel.ts';
import { CHANNELS, channelOf } from './channels/index.ts';
import { readGateway, SETTING } from './form.ts';
import { allGateways, gatewayById, lastTries, sentSince } from './queries.ts';
import type { GatewayRow } from './rows.ts';
import { settingsToChange } from './settings.ts';
import { testGateway } from './try.ts';
import { callbacksOf, listedGateway, secretsFilled, triesOf } from './words.ts';
import { moveGateway, removeGateway, renewToken, saveGateway, switchGateway } from './write.ts';

const ADMIN = ['admin'] as const;
const TRIES_SHOWN = 8;

/** The ways out of the house: what they are, how they do, and how they are set up. */
export function gatewayRoutes(routes: Routes): void {
  routes.get('/gateways', ADMIN, showList);
  routes.get('/gateways/new', ADMIN, showNew);
  routes.post('/gateways/new', ADMIN, create);
  routes.get('/gateways/:id', ADMIN, (c) => showGateway(c));
  routes.post('/gateways/:id', ADMIN, change);
  routes.post('/gateways/:id/test', ADMIN, test);
  routes.post('/gateways/:id/enable', ADMIN, (c) =>
    act(c, (id) => switchGateway(dbOf(c), by(c), id, 1), '已启用。'),
  );
  routes.post('/gateways/:id/disable', ADMIN, (c) =>
    act(c, (id) => switchGateway(dbOf(c), by(c), id, 0), '已停用，不再经该网关发送。'),
  );
  routes.post('/gateways/:id/renew', ADMIN, (c) =>
    act(c, (id) => renewToken(dbOf(c), by(c), id), '已换新回调地址，请到短信平台更新。'),
  );
  routes.post('/gateways/:id/remove', ADMIN, remove);
  routes.post('/gateways/:id/up', ADMIN, (c) => move(c, -1));
  routes.post('/gateways/:id/down', ADMIN, (c) => move(c, 1));
}

function showList(c: Ctx) {
  const [db, now] = [dbOf(c), nowOf(c)];
  const sent = sentSince(db, startOfDay(dayOf(now)));
  const rows = allGateways(db).map((gateway) => listedGateway(db, gateway, sent.get(gateway.id), now));
  return page(c, { title: '短信与邮件网关', main: gatewaysView({ rows, csrf: csrfOf(c) }), wide: true });
}

function showNew(c: Ctx) {
  const channel = channelOf(c.req.query('channel') ?? '');
  if (channel) return showForm(c, channel, null);
  return page(c, { title: '新建网关', main: gatewayKindsView(CHANNELS) });
}

function create(c: Ctx) {
  const { typed } = bodyOf(c);
  const channel = channelOf(one(typed, 'channel'));
  if (!channel) throw new NotFound();
  return submit(
    c,
    () => {
      const id = saveGateway(dbOf(c), by(c), null, readGateway(channel, typed, {}));
      flash(c, 'ok', '已新建。请发送一次测试，确认能够收到。');
      return `/gateways/${id}`;
    },
    (failure) => showForm(c, channel, null, failure),
  );
}

function change(c: Ctx) {
  const gateway = gatewayOr404(c);
  const channel = channelOf(gateway.channel);
  if (!channel) throw new NotFound();
  return submit(
    c,
    () => {
      const db = dbOf(c);
      saveGateway(
        db,
        by(c),
        gateway.id,
        readGateway(channel, bodyOf(c).typed, settingsToChange(db, gateway)),
      );
      flash(c, 'ok', '已保存。');
      return `/gateways/${gateway.id}`;
    },
    (failure) => showGateway(c, failure),
  );
}

function test(c: Ctx) {
  const { now } = c.get('world');
  const to = one(bodyOf(c).typed, 'to');
  return submit(
    c,
    async () => {
      const id = idOf(c, 'id');
      const outcome = await testGateway(dbOf(c), whoIs(c), id, to, now);
      if (outcome.result === 'taken')
        flash(c, 'ok', `网关已接收发给 ${to.trim()} 的测试消息，请查看是否收到。`);
      else flash(c, 'error', `测试没有成功。${outcome.why}`);
      return `/gateways/${id}`;
    },
    (failure) => showGateway(c, failure),
  );
}

function remove(c: Ctx) {
  return submit(
    c,
    () => {
      removeGateway(dbOf(c), by(c), idOf(c, 'id'));
      flash(c, 'ok', '已删除。');
      return '/gateways';
    },
    (failure) => showGateway(c, failure),
  );
}

function move(c: Ctx, step: -1 | 1) {
  moveGateway(dbOf(c), by(c), idOf(c, 'id'), step);
  return c.redirect('/gateways', 303);
}

function act(c: Ctx, work: (id: number) => void, done: string) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      work(id);
      flash(c, 'ok', done);
      return `/gateways/${id}`;
    },
    (failure) => showGateway(c, failure),
  );
}

function showGateway(c: Ctx, failure?: Failure) {
  const gateway = gatewayOr404(c);
  return showForm(c, channelOf(gateway.channel) ?? null, gateway, failure);
}

/** After a failure the form holds what was typed, where that form was sent; never what is secret. */
function showForm(c: Ctx, channel: Channel | null, gateway: GatewayRow | null, failure?: Failure) {
  const [db, now] = [dbOf(c), nowOf(c)];
  const typed = failure && bodyOf(c).typed;
  const main = gatewayFormView({
    csrf: csrfOf(c),
    channel,
    gateway: gateway && {
      ...listedGateway(db, gateway, sentSince(db, startOfDay(dayOf(now))).get(gateway.id), now),
      tries: triesOf(lastTries(db, gateway.id, TRIES_SHOWN), now),
      callbacks: channel ? callbacksOf(db, channel, gateway, now) : [],
      testTo: typed ? one(typed, 'to') : '',
    },
    typed: typed && 'name' in typed ? asTyped(typed) : gateway ? stored(gateway) : initial(channel),
    filled: channel && gateway ? secretsFilled(db, channel, gateway) : new Set(),
    message: failure?.message ?? null,
    fields: failure?.fields ?? {},
  });
  const title = gateway?.name ?? `新建网关：${channel?.name ?? ''}`;
  return page(c, { title, main, status: failure?.status ?? 200 });
}

function asTyped(typed: Typed): Record<string, string> {
  return Object.fromEntries(Object.keys(typed).map((name) => [name, one(typed, name)]));
}

function stored(gateway: GatewayRow): Record<string, string> {
  const { name, audience, prefixes, signature, per_minute, per_day, price } = gateway;
  const settings = Object.entries(JSON.parse(gateway.settings) as Record<string, string>);
  return {
    ...{ name, audience, prefixes, signature, price: String(price / 1000) },
    ...{ per_minute: String(per_minute), per_day: per_day === null ? '' : String(per_day) },
    ...Object.fromEntries(settings.map(([field, value]) => [SETTING + field, value])),
  };
}

function initial(channel: Channel | null): Record<string, string> {
  const own = (channel?.fields ?? []).map(({ name, initial: value = '' }) => [SETTING + name, value]);
  return { audience: 'all', per_minute: '60', price: '0', ...Object.fromEntries(own) };
}

function gatewayOr404(c: Ctx): GatewayRow {
  const gateway = gatewayById(dbOf(c), idOf(c, 'id'));
  if (!gateway) throw new NotFound();
  return gateway;
}
