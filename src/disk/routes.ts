import { releaseView } from '../../views/disk/card.ts';
import { sayBytes } from '../backup/bytes.ts';
import { visitorOf } from '../people/visitor.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, whoIs } from '../web/context.ts';
import { flash, page } from '../web/page.ts';
import { releaseBallast } from './ballast.ts';
import { lookAtDisks } from './watch.ts';

/** Giving the reserve away, on a disk that may be full to the last byte: nothing here has to be written. */
export function diskRoutes(routes: Routes): void {
  routes.get('/health/ballast', ['admin'], ask);
  routes.post('/health/ballast', ['admin'], release);
}

async function ask(c: Ctx): Promise<Response> {
  const { beside } = await lookAtDisks(c.get('world'));
  if (beside.ballast === 0) return nothingLeft(c);
  const csrf = c.get('session')?.csrf ?? '';
  return page(c, { title: '释放预留空间', main: releaseView({ size: sayBytes(beside.ballast), csrf }) });
}

async function release(c: Ctx): Promise<Response> {
  const world = c.get('world');
  const { beside } = await lookAtDisks(world);
  if (beside.ballast === 0) return nothingLeft(c);
  const { now, ip } = visitorOf(c);
  releaseBallast(world, { at: now, actor: whoIs(c), ip });
  await lookAtDisks(world);
  flash(c, 'ok', `预留空间已释放，腾出 ${sayBytes(beside.ballast)}。请立即清理磁盘。`);
  return c.redirect('/health/page', 303);
}

function nothingLeft(c: Ctx): Response {
  flash(c, 'warn', '现在没有预留空间可以释放。请直接清理磁盘。');
  return c.redirect('/health/page', 303);
}
