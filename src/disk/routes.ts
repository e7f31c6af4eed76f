import { releaseView } from '../../views/disk/card.ts';
import { sayBytes } from '../backup/bytes.ts';
import { visitorOf } from '../people/visitor.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, csrfOf, whoIs } from '../web/context.ts';
import { flash, page } from '../web/page.ts';
import { releaseBallast } from './ballast.ts';
import { standingOf } from './limits.ts';
import { diskTroubles } from './troubles.ts';
import { lookAtDisks, type Seen } from './watch.ts';

/** Giving the reserve away, on a disk that may be full to the last byte: nothing here has to be written. */
export function diskRoutes(routes: Routes): void {
  routes.get('/health/ballast', ['admin'], ask);
  routes.post('/health/ballast', ['admin'], release);
}

async function ask(c: Ctx): Promise<Response> {
  const looked = await lookAtDisks(c.get('world'));
  const { beside } = looked;
  if (beside.ballast === 0) return nothingLeft(c);
  const csrf = csrfOf(c);
  return page(c, {
    title: '释放预留空间',
    main: releaseView({ size: sayBytes(beside.ballast), csrf, roomy: isRoomy(c, looked) }),
  });
}

async function release(c: Ctx): Promise<Response> {
  const world = c.get('world');
  const looked = await lookAtDisks(world);
  const { beside } = looked;
  const roomy = isRoomy(c, looked);
  if (beside.ballast === 0) return nothingLeft(c);
  const { now, ip } = visitorOf(c);
  releaseBallast(world, { at: now, actor: whoIs(c), ip });
  await lookAtDisks(world);
  flash(
    c,
    'ok',
    `预留空间已释放，腾出 ${sayBytes(beside.ballast)}。${roomy ? '空间足够时会自动重新预留。' : '请立即清理磁盘。'}`,
  );
  return c.redirect('/health/page', 303);
}

/** Neither short of room nor full a moment ago: a quota may be used up on a disk that has plenty. */
function isRoomy(c: Ctx, { database }: Seen): boolean {
  const [db, now] = [c.get('world').db, c.get('world').now()];
  const full = diskTroubles(db, now).some(({ key }) => key === 'disk full');
  return database !== null && !full && standingOf(database, policyAt(db, now).disk, 0) !== 'short';
}

function nothingLeft(c: Ctx): Response {
  flash(c, 'warn', '现在没有预留空间可以释放。请直接清理磁盘。');
  return c.redirect('/health/page', 303);
}
