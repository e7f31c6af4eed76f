import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { agencyRoutes } from './agencies/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { zipRoutes } from './attachments/zip.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { intakeRoutes } from './cases/intake-routes.ts';
import { letterRoutes } from './cases/letter-routes.ts';
import { queueRoutes } from './cases/queue-routes.ts';
import { caseRoutes } from './cases/routes.ts';
import { draftRoutes } from './drafts/routes.ts';
import { dutyRoutes } from './duty/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { importRoutes } from './import/routes.ts';
import { itemRoutes } from './items/routes.ts';
import { overviewRoutes } from './overview/routes.ts';
import { accountRoutes } from './people/account-routes.ts';
import { auditRoutes } from './people/audit-routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { publicationRoutes } from './publications/routes.ts';
import { setupRoutes } from './setup/routes.ts';
import { taskRoutes } from './tasks/routes.ts';
import { treeRoutes } from './trees/routes.ts';
import { Routes } from './web/access.ts';
import type { Env, Handler, World } from './web/context.ts';
import { errorPage } from './web/error-page.ts';
import { NotFound } from './web/errors.ts';
import { securityHeaders } from './web/security-headers.ts';

/** The table of contents: every group of routes, in the order a case is lived. */
export function createApp(world: World, serveAsset: Handler): { app: Hono<Env>; routes: Routes } {
  const app = new Hono<Env>({ strict: false });
  app.use('*', async (c, next) => {
    c.set('world', world);
    c.set('requestId', randomUUID());
    c.set('actor', null);
    c.set('session', null);
    c.set('body', null);
    await next();
    securityHeaders(c);
  });
  app.onError((error, c) => errorPage(c, error));
  app.notFound((c) => errorPage(c, new NotFound()));

  const routes = new Routes(app);
  routes.get('/assets/:version/:name', 'public', serveAsset);
  healthRoutes(routes);
  setupRoutes(routes);
  accountRoutes(routes);
  intakeRoutes(routes);
  draftRoutes(routes);
  queueRoutes(routes);
  dutyRoutes(routes);
  taskRoutes(routes);
  overviewRoutes(routes);
  attachmentRoutes(routes);
  zipRoutes(routes);
  letterRoutes(routes);
  caseRoutes(routes);
  agencyRoutes(routes);
  itemRoutes(routes);
  treeRoutes(routes);
  calendarRoutes(routes);
  peopleRoutes(routes);
  publicationRoutes(routes);
  importRoutes(routes);
  auditRoutes(routes);
  return { app, routes };
}
