import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { caseView } from '../../src/cases/case-page.ts';
import { takeDown } from '../../src/cases/intake.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { filterChoices, queueRows, steps } from '../../src/cases/queue-rows.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import type { CaseRow } from '../../src/cases/rows.ts';
import { connect } from '../../src/db/connect.ts';
import { prepared } from '../../src/db/query.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { type Actor, actorOf } from '../../src/people/actor.ts';
import { loadAssets } from '../../src/web/assets.ts';
import type { Env } from '../../src/web/context.ts';
import { navigationFor } from '../../src/web/navigation.ts';
import { casePageView } from '../../views/cases/case.ts';
import { queueView } from '../../views/cases/queue.ts';
import { type Html, layout } from '../../views/ui/index.ts';
import { INTAKE } from './targets.ts';

/*
 * The bare floor: the same queries and the same templates for a fixed person and fixed inputs, in an otherwise empty
 * hono app. What the product is slower by is log-in, middleware, permissions, forms and navigation.
 *   node scripts/bench/floor.ts FILE DISPATCHER OPERATOR     (ids of people)
 */

const [file = '', dispatcherId = '', operatorId = ''] = process.argv.slice(2);
const db = connect(file);
const dispatcher = actorOf(db, Number(dispatcherId));
const operator = actorOf(db, Number(operatorId));
const { assets } = loadAssets();
const world = { db, file, now: () => Date.now(), assets, setupCode: '' };
const nav = navigationFor(dispatcher, '/queues/to-dispatch');
const queue = QUEUES.find((each) => each.key === 'to-dispatch');
const more = ['加备注', '登记通话', '更正登记'].map((text) => ({ text, href: '/act', inPlace: true }));

const app = new Hono<Env>();

app.get('/queue', (c) => {
  if (!queue) return c.notFound();
  c.set('world', world);
  c.set('actor', dispatcher);
  const now = Date.now();
  const filter = { sort: 'due' } as const;
  const rows = listQueue(db, dispatcher, queue, filter, now);
  const main = queueView({
    ...{
      key: queue.key,
      title: queue.label,
      empty: queue.empty,
      mixed: false,
      rows: queueRows(db, rows, now),
    },
    ...{ filter: filterChoices(c, filter, { withStatus: false }), steps: steps(c, rows, filter) },
  });
  return c.html(pageFor(dispatcher, queue.label, main));
});

app.get('/cases/:id', (c) => {
  const given = prepared(db, 'SELECT * FROM cases WHERE id = ?').get(Number(c.req.param('id'))) as CaseRow;
  const main = casePageView({
    ...{
      view: caseView(db, dispatcher, given, Date.now()),
      primary: { text: '派单', href: '/act' },
      more: [{ name: '办理', actions: more }],
    },
    ...{ form: null, lost: null, csrf: 'none', from: null },
  });
  return c.html(pageFor(dispatcher, `${given.number} ${given.headline}`, main));
});

app.post('/intake', (c) => {
  const intake = { typed: INTAKE, outcome: 'accept', key: newDraftKey(), callStartedAt: null } as const;
  return c.redirect(`/cases/${takeDown(db, operator, intake, Date.now()).caseId}`, 303);
});

function pageFor(actor: Actor, title: string, main: Html): Html {
  return layout({
    ...{ title, site: '热线', user: { name: actor.name, operatorNo: null, rolesText: '派单员' }, nav, main },
    ...{ csrf: 'none', flash: null, assets, theme: 'auto', wide: true },
  });
}

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
);
process.once('SIGTERM', () => {
  server.close();
  db.close();
  process.exit(0);
});
