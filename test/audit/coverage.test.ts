import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { storeFiles } from '../../src/attachments/store.ts';
import { AUDITED } from '../../src/audit/audit.ts';
import { sayDetail } from '../../src/audit/words.ts';
import { perform } from '../../src/cases/perform.ts';
import { all, q } from '../../src/db/query.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { beginRun, endRun } from '../../src/import/runs.ts';
import type { Actor } from '../../src/people/actor.ts';
import { isDrilling } from '../../src/restore/drill.ts';
import { REVEAL_PURPOSES } from '../../src/rules/confidentiality.ts';
import type { Route } from '../../src/web/access.ts';
import { goodBackup } from '../backup/lines.ts';
import { Life } from '../cases/life.ts';
import { addOutside } from '../cases/outside.ts';
import { newDesk, PASSWORD, tryLogin } from '../people/desk.ts';
import { visit } from '../support/browserless.ts';
import { until } from '../support/until.ts';

describe('what has to stand in the audit log', () => {
  /* One case with a file and a supervision order, one with an outside unit, one import with a refused row. */

  let desk: Awaited<ReturnType<typeof newDesk>>;
  let [given, outside, attachment, run] = [0, 0, 0, 0];

  before(async () => {
    desk = await newDesk();
    const { db, now } = desk.world;
    const life = new Life(db, desk.cast).dispatched();
    given = life.caseId;
    const order = { instrument: 'rectify', ground: '多次承诺未兑现。', requirement: '三日内修复。' };
    life.do(desk.cast.supervisor, 'supervise', order);
    const key = newDraftKey();
    const file = { draftKey: key, by: desk.cast.dispatcher.id, now: life.now };
    await storeFiles(db, [new File(['何先生的信，电话 13900001234'], '何先生来信.txt')], file);
    const note = { act: 'note', caseId: given, typed: { note: '附来信。' }, formKey: key };
    perform(db, desk.cast.dispatcher, note, life.now + 60_000);
    attachment = db.prepare('SELECT id FROM attachments').pluck().get() as number;
    const other = new Life(db, desk.cast, '2026-11-23 10:00').take({}, 'accept');
    other.do(desk.cast.dispatcher, 'dispatch', { lead: String(addOutside(db)) });
    outside = other.caseId;
    const { id: userId } = desk.cast.supervisor;
    run = beginRun(db, { source: '市长信箱', fileName: 'a.csv', userId, dryRun: false, at: now() });
    endRun(db, run, { failure: null, refusedCsv: '行号,未导入原因\r\n4,没有来电时间\r\n', at: now() });
  });
  after(() => desk.close());

  type Line = { user_id: number | null; who: string; act: string; subject: string; detail: string };

  const newest = () =>
    desk.world.db.prepare('SELECT * FROM audit_log ORDER BY id DESC LIMIT 1').get() as Line;
  const count = () => desk.world.db.prepare('SELECT count(*) FROM audit_log').pluck().get() as number;

  function addressOf(path: string): string {
    if (path === '/cases/:id/letter') return `/cases/${outside}/letter?assignment=${leadOf(outside)}`;
    return path
      .replace('/cases/:id', `/cases/${given}`)
      .replace('/attachments/:id', `/attachments/${attachment}`)
      .replace('/import/:id', `/import/${run}`)
      .replace(':act', 'note')
      .replace(/:[a-z]+/gi, '1');
  }

  const leadOf = (id: number) =>
    desk.world.db.prepare('SELECT id FROM assignments WHERE case_id = ?').pluck().get(id) as number;

  function whoMay({ access }: Route): Actor {
    const { cast } = desk;
    const first = [cast.dispatcher, cast.supervisor, cast.admin, cast.auditor].find(
      ({ roles }) => typeof access === 'string' || access.some((role) => roles.has(role)),
    );
    return first ?? cast.operator;
  }

  /** A table, a picture, a package, or a sheet made to be printed. */
  async function leavesTheSystem(answer: Response): Promise<boolean> {
    const type = answer.headers.get('content-type') ?? '';
    const elsewhere = answer.headers.has('hx-redirect') || answer.headers.has('hx-refresh');
    if (answer.status !== 200 || elsewhere) return false;
    return !type.startsWith('text/html') || (await answer.text()).includes('class="ui-print"');
  }

  test('C-M1: every page that gives a file or a sheet says so in the log: who, what, nothing personal', async () => {
    const told: Record<string, string> = {};
    for (const route of desk.routes.all) {
      if (route.method !== 'GET' || route.access === 'public') continue;
      const [actor, lines] = [whoMay(route), count()];
      const answer = await visit(desk, actor).get(addressOf(route.path));
      if (!(await leavesTheSystem(answer))) continue;
      assert.equal(count(), lines + 1, `${route.path} leaves no line`);
      const { user_id, act, subject } = newest();
      assert.equal(user_id, actor.id, route.path);
      assert.notEqual(subject, '', route.path);
      told[route.path] = act;
    }
    assert.deepEqual(told, {
      '/agencies/export.csv': 'export_downloaded',
      '/agencies/import/template.csv': 'export_downloaded',
      '/areas/export.csv': 'export_downloaded',
      '/areas/import/template.csv': 'export_downloaded',
      '/attachments/:id/:name': 'attachment_opened',
      '/calendar/days.csv': 'export_downloaded',
      '/cases/:id/files.zip': 'attachments_downloaded',
      '/cases/:id/letter': 'letter_printed',
      '/cases/:id/print': 'case_printed',
      '/categories/export.csv': 'export_downloaded',
      '/categories/import/template.csv': 'export_downloaded',
      '/import/:id/refused.csv': 'export_downloaded',
      '/items/export.csv': 'export_downloaded',
      '/items/import/template.csv': 'export_downloaded',
      '/supervision/:id/print': 'supervision_printed',
      '/years/table.csv': 'export_downloaded',
    });
  });

  test('C-M1: a number shown in full is on the record with its purpose, and without one it is not shown', async () => {
    const dispatcher = visit(desk, desk.cast.dispatcher);
    const lines = count();
    assert.equal((await dispatcher.post(`/cases/${given}/reveal`, { purpose: '' })).status, 422);
    assert.equal(count(), lines);
    const page = await (
      await dispatcher.post(`/cases/${given}/reveal`, { purpose: REVEAL_PURPOSES[0] })
    ).text();
    assert.match(page, /139 0000 1234/);
    assert.deepEqual(JSON.parse(newest().detail), { purpose: REVEAL_PURPOSES[0] });
    assert.deepEqual([newest().act, newest().user_id], ['phone_revealed', desk.cast.dispatcher.id]);
  });

  test('C-M1: a part of a file, asked for by somebody who has not opened it, is an opening; the next parts are not', async () => {
    const [supervisor, lines] = [visit(desk, desk.cast.supervisor), count()];
    const part = (range: string) => supervisor.get(`/attachments/${attachment}/x`, { range });
    assert.equal((await part('bytes=1-')).status, 206);
    assert.deepEqual(
      [count(), newest().act, newest().user_id],
      [lines + 1, 'attachment_opened', desk.cast.supervisor.id],
    );
    await part('bytes=5-9');
    assert.equal(count(), lines + 1);
    await part('bytes=0-');
    assert.equal(count(), lines + 2);
  });

  test('Q-M1: log-in, failure, lock and log-out', async () => {
    const acts = async (work: () => Promise<unknown>) => {
      const lines = count();
      await work();
      const rows = desk.world.db
        .prepare('SELECT act FROM audit_log WHERE id > ? ORDER BY id')
        .pluck()
        .all(lines);
      return rows.join();
    };
    const login = (password: string) => tryLogin(desk, { login: 'clerk', password });
    assert.equal(await acts(() => login(PASSWORD)), 'login');
    assert.equal(await acts(() => login('wrong')), 'login_failed');
    for (let n = 0; n < 3; n++) await login('wrong');
    assert.equal(await acts(() => login('wrong')), 'login_failed,locked');
    assert.equal(await acts(() => tryLogin(desk, { login: '13900001234', password: 'x' })), 'login_failed');
    assert.equal(await acts(() => visit(desk, desk.cast.clerk).post('/logout', {})), 'logout');
  });

  test('Q-M1: people, their roles, agencies and settings', async () => {
    const admin = visit(desk, desk.cast.admin);
    const acts = async (path: string, fields: Record<string, string | string[]>) => {
      const lines = count();
      await admin.post(path, fields);
      const rows = desk.world.db
        .prepare('SELECT act FROM audit_log WHERE id > ? ORDER BY id')
        .pluck()
        .all(lines);
      return rows.join();
    };
    const { id } = desk.cast.editor;
    const editor = { name: '孙文', login: 'editor' };
    assert.match(
      await acts('/people', { name: '张三', login: 'zhangsan', roles: ['editor'] }),
      /user_created/,
    );
    assert.equal(await acts(`/people/${id}`, { ...editor, roles: ['inspector'] }), 'roles_granted');
    assert.equal(await acts(`/people/${id}/reset-password`, {}), 'password_reset');
    assert.equal(await acts(`/people/${id}/disable`, {}), 'user_disabled');
    assert.equal(await acts(`/people/${id}/enable`, {}), 'user_enabled');
    assert.equal(
      await acts('/calendar/days/2026-12-31', { kind: 'holiday', name: '元旦调休' }),
      '',
      'only proposed',
    );
    assert.equal(await acts('/categories', { name: '市容环境' }), 'tree_changed');
  });

  test('Q-M1: a check of the log by hand, with what came of it, and nothing more', async () => {
    const lines = count();
    await visit(desk, desk.cast.auditor).post('/audit/check', {});
    const { act, user_id, detail } = newest();
    assert.deepEqual([count(), act, user_id], [lines + 1, 'audit_checked', desk.cast.auditor.id]);
    assert.match(sayDetail(detail), /^结果：(?:相符|仍在进行)$/);
  });

  test('X-M1: a restore drill by hand, with the backup that it was of; where there is none, nothing', async () => {
    const admin = visit(desk, desk.cast.admin);
    const lines = count();
    await admin.post('/backup/drill', {});
    assert.equal(count(), lines);
    goodBackup(desk.world.db, desk.world.now());
    const [backup] = all(desk.world.db, q.selectFrom('backups').select('file'));
    await admin.post('/backup/drill', {});
    const { act, user_id, subject } = newest();
    assert.deepEqual([act, user_id, subject], ['drill_begun', desk.cast.admin.id, backup?.file]);
    await until(() => !isDrilling(desk.world.db), 'the drill never ended');
  });

  test('C-M1: nothing that this wrote holds a name, a number, a title or a file name of a citizen', () => {
    const lines = desk.world.db.prepare('SELECT * FROM audit_log').all() as Line[];
    assert.ok(lines.length > 25);
    for (const { act, subject, detail } of lines) {
      assert.doesNotMatch(`${subject} ${detail}`, /何先生|13900001234|139 0000 1234|清源路/, act);
      assert.ok(Object.hasOwn(AUDITED, act), `${act} has no name`);
      assert.doesNotMatch(sayDetail(detail), /undefined|\[object/);
    }
  });
});
