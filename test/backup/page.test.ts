import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sayDetail } from '../../src/audit/words.ts';
import { startBackup, waitForBackup } from '../../src/backup/running.ts';
import { all, first, q, run } from '../../src/db/query.ts';
import { LOCK_AFTER } from '../../src/people/login.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { isDrilling } from '../../src/restore/drill.ts';
import { newDesk, PASSWORD, userRow } from '../people/desk.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { newPerson } from '../support/cast.ts';
import { badBackup, goodBackup } from './lines.ts';

describe('the page of the backups', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;
  let admin: Visitor;

  before(async () => {
    desk = await newDesk();
    admin = visit(desk, desk.cast.admin);
  });
  after(() => desk.close());

  const db = () => desk.world.db;
  const pageOf = async () => (await admin.get('/backup')).text();
  const newest = () => {
    const found = first(db(), q.selectFrom('backups').selectAll().orderBy('id', 'desc'));
    assert.ok(found);
    return found;
  };

  test('an empty page says what will stand here and how the first one is made', async () => {
    const page = await pageOf();
    assert.match(page, /还没有备份，几分钟内会自动做第一份/);
    assert.match(page, /立即备份/);
    assert.match(page, /还没有演练过/);
  });

  test('X-M1: one press makes a checked backup; the page says when, where, how large and what it can be compared by', async () => {
    const answer = await admin.post('/backup/start', {});
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/backup#backup-now']);
    assert.match(
      await (await admin.get('/backup/progress')).text(),
      /hx-get="\/backup\/progress"[\s\S]*正在备份/,
    );
    await waitForBackup(db());
    assert.equal((await admin.get('/backup/progress')).headers.get('hx-refresh'), 'true');
    const page = await pageOf();
    assert.match(page, /上次成功的备份：今天 09:00，存在 .*backup。/);
    assert.match(page, /手动（沈立）/);
    assert.match(page, /检查通过/);
    assert.match(page, /与数据文件同一磁盘/);
    assert.match(page, /所有备份都与数据文件在同一块磁盘上/);
    const head = first(db(), q.selectFrom('audit_log').select(['id', 'hash']).orderBy('id', 'desc'));
    assert.ok(page.includes(`第 ${head?.id} 条，校验码 ${head?.hash.toString('hex').slice(0, 16)}`));
    assert.match(page, /身份密钥文件[\s\S]*-key<\/code>，不在备份里/);
  });

  test('pressed while one is being made, nothing more is made', async () => {
    startBackup(desk.world, { kind: 'hourly', actor: null });
    const before = newest().id;
    const answer = await admin.post('/backup/start', {});
    assert.match(
      decodeURIComponent(answer.headers.get('set-cookie') ?? ''),
      /备份正在进行，没有另外再做一份/,
    );
    assert.equal(newest().id, before);
    await waitForBackup(db());
  });

  const ask = (id: number, fields: Record<string, string>, who = admin) =>
    who.post(`/backup/${id}/download`, fields);
  /** Where the page that the form leads to takes the file from. */
  const placeOf = (answer: Response) => (answer.headers.get('location') ?? '').replace('/begun/', '/file/');
  const lines = () =>
    all(db(), q.selectFrom('audit_log').selectAll().where('act', '=', 'backup_downloaded').orderBy('id'));

  test('C-M1: it is downloaded with a purpose and one’s own password, on the record, and comes whole', async () => {
    const { id, folder, file, sha256 } = newest();
    const asked = await ask(id, { purpose: '存入异地保险柜', password: PASSWORD });
    assert.equal(asked.status, 303);
    assert.deepEqual(
      lines().map(({ user_id, subject, detail }) => [user_id, subject, JSON.parse(detail)]),
      [[desk.cast.admin.id, file, { purpose: '存入异地保险柜', encrypted: false }]],
    );
    const answer = await admin.get(placeOf(asked));
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-length'), String(bytes.length));
    assert.ok(answer.headers.get('content-disposition')?.includes(`filename="${file}"`));
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    assert.ok(bytes.equals(readFileSync(join(folder, file))));
  });

  test('the form leads to a page that says so and takes the file once; nothing of the form is left standing', async () => {
    const asked = await ask(newest().id, { purpose: '异地保存', password: PASSWORD });
    const page = await admin.get(asked.headers.get('location') ?? '');
    assert.equal(page.headers.get('refresh'), `0; url=${placeOf(asked)}`);
    const words = await page.text();
    assert.match(words, /已开始下载，已记入操作日志/);
    assert.doesNotMatch(words, /password/);
    await (await admin.get(placeOf(asked))).body?.cancel();
    const again = await admin.get(asked.headers.get('location') ?? '');
    assert.equal(again.headers.get('refresh'), null);
    assert.match(await again.text(), /如需再下载一次/);
  });

  test('auditors who cannot be reached are not said to be missing', async () => {
    const form = await (await admin.get(`/backup/${newest().id}/download`)).text();
    assert.match(form, /1 位审计员没有登记手机、邮箱，或没有网关，不能另行通知/);
  });

  test('X-M1: a drill is begun by a button, shown while it runs, and stands with its result', async () => {
    const answer = await admin.post('/backup/drill', {});
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/backup#drills']);
    assert.match(await pageOf(), /hx-get="\/backup\/drill"[\s\S]*恢复演练正在进行/);
    const again = await admin.post('/backup/drill', {});
    assert.match(decodeURIComponent(again.headers.get('set-cookie') ?? ''), /没有另外再做一次/);
    while (isDrilling(db())) await sleep(20);
    assert.equal((await admin.get('/backup/drill')).headers.get('hx-redirect'), '/backup');
    assert.match(await pageOf(), /立即演练[\s\S]*可以恢复/);
  });

  test('what broke off goes on where it was; from the beginning it is asked for anew', async () => {
    const { id, bytes } = newest();
    const place = placeOf(await ask(id, { purpose: '异地保存', password: PASSWORD }));
    const head = await desk.app.request(place, { method: 'HEAD' });
    assert.equal(head.status, 303, 'a stranger has to log in');
    const whole = await admin.get(place);
    await whole.body?.cancel();
    const rest = await admin.get(place, { range: 'bytes=4096-' });
    assert.equal(rest.status, 206);
    assert.equal(rest.headers.get('content-range'), `bytes 4096-${Number(bytes) - 1}/${bytes}`);
    assert.equal((await rest.arrayBuffer()).byteLength, Number(bytes) - 4096);
    assert.equal((await admin.get(place, { range: `bytes=${bytes}-` })).status, 416);
    const again = await admin.get(place);
    assert.equal(again.status, 404);
    assert.match(await again.text(), /这个下载链接已用过/);
  });

  test('the link is of no use to another administrator, for another backup or the next day', async () => {
    const { id } = newest();
    const other = newPerson(db(), { ...PERSON, login: 'second' }, desk.world.now());
    const place = placeOf(await ask(id, { purpose: '异地保存', password: PASSWORD }));
    assert.equal((await visit(desk, other).get(place)).status, 404);
    assert.equal((await admin.get(place.replace(`/${id}/`, `/${id - 1}/`))).status, 404);
    desk.setTime('2026-11-23 21:00');
    const late = visit(desk, desk.cast.admin);
    assert.equal((await late.get(place)).status, 404);
    desk.setTime('2026-11-23 09:00');
  });

  const PERSON = { name: '第二管', roles: ['admin'] as const, agencyId: null, operatorNo: null };

  test('Q-M1: all other administrators and the auditors are told, never the one who downloads', async () => {
    const gateway = { channel: 'http', medium: 'sms', name: '短信', created_at: desk.world.now() } as const;
    run(db(), q.insertInto('gateways').values(gateway));
    const third = newPerson(db(), { ...PERSON, login: 'third' }, desk.world.now());
    for (const { id } of [desk.cast.admin, desk.cast.auditor, third])
      run(
        db(),
        q
          .updateTable('users')
          .set({ phone: `1390000000${id % 10}` })
          .where('id', '=', id),
      );
    assert.match(
      await (await admin.get(`/backup/${newest().id}/download`)).text(),
      /立即通知 1 位其他系统管理员、1 位审计员/,
    );
    await ask(newest().id, { purpose: '异地保存', password: PASSWORD });
    const told = all(db(), q.selectFrom('messages').select(['recipient', 'text']).orderBy('id'));
    assert.deepEqual(
      told.map(({ recipient }) => recipient),
      [`admin:${third.id}`, `auditor:${desk.cast.auditor.id}`],
    );
    for (const { text } of told) assert.match(text, /于 2026-11-23 09:00 下载了数据备份/);
  });

  test('without a purpose nothing is downloaded, and no try at the password is used up', async () => {
    const before = lines().length;
    const answer = await ask(newest().id, { purpose: ' ', password: 'wrong-password' });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /请填写事由/);
    assert.equal(userRow(desk, desk.cast.admin.id).failed_logins, 0);
    assert.equal(lines().length, before);
  });

  test('a wrong password counts like a failed log-in, and locks at the fifth', async () => {
    const before = lines().length;
    const { id } = newest();
    for (let tried = 1; tried < LOCK_AFTER; tried++) {
      const answer = await ask(id, { purpose: '异地保存', password: 'not-my-password' });
      assert.equal(answer.status, 422);
      assert.match(
        await answer.text(),
        /密码不正确。连续 5 次[\s\S]*value="异地保存"|value="异地保存"[\s\S]*密码不正确/,
      );
      assert.equal(userRow(desk, desk.cast.admin.id).failed_logins, tried);
    }
    await ask(id, { purpose: '异地保存', password: 'not-my-password' });
    const locked = await ask(id, { purpose: '异地保存', password: PASSWORD });
    assert.match(await locked.text(), /账号已锁定/);
    assert.equal(lines().length, before);
    const tried = all(
      db(),
      q.selectFrom('audit_log').selectAll().where('act', '=', 'backup_download_failed'),
    );
    assert.deepEqual(
      tried.map(({ who, subject, detail }) => [who, subject, sayDetail(detail)]),
      Array.from({ length: LOCK_AFTER }, (_, n) => [
        '沈立',
        newest().file,
        `原因：密码不正确；连续次数：${n + 1}`,
      ]),
      'the auditor sees who tried to take which one',
    );
    assert.equal(
      all(db(), q.selectFrom('audit_log').selectAll().where('act', '=', 'login_failed')).length,
      0,
    );
    run(db(), q.updateTable('users').set({ locked_until: null, failed_logins: 0 }));
  });

  test('the form says whether the file is encrypted, and advises it where it is not', async () => {
    const form = async (id: number) => (await admin.get(`/backup/${id}/download`)).text();
    assert.match(await form(newest().id), /没有加密[\s\S]*href="\/policy\/backup"/);
    const file = 'hotline-20261123-080000-nightly.db.age';
    const sealed = goodBackup(db(), desk.world.now(), { file, encrypted: 1 });
    assert.match(await form(sealed), /已加密，没有私钥打不开/);
    run(db(), q.deleteFrom('backups').where('id', '=', sealed));
  });

  test('only a backup of ours in a folder that is chosen now is to be had', async () => {
    const statusOf = async (line: Parameters<typeof goodBackup>[2]) => {
      const id = goodBackup(db(), desk.world.now(), line);
      const { status } = await admin.get(`/backup/${id}/download`);
      run(db(), q.deleteFrom('backups').where('id', '=', id));
      return status;
    };
    const file = 'hotline-20261123-080000-nightly.db';
    assert.equal(await statusOf({ file }), 200);
    assert.equal(await statusOf({ file: '../hotline.db' }), 404);
    assert.equal(await statusOf({ file, folder: '/etc' }), 404);
    assert.equal((await admin.get('/backup/999999/download')).status, 404);
  });

  test('what was exchanged for a link, cut short or taken away is not sent', async () => {
    const { file: database } = desk.world;
    const place = join(dirname(database), 'backup', 'hotline-20261123-080000-nightly.db');
    const { id, folder, file } = newest();
    const fetched = async (which: number) => {
      const asked = await ask(which, { purpose: '异地保存', password: PASSWORD });
      return admin.get(placeOf(asked));
    };
    symlinkSync(database, place);
    const link = goodBackup(db(), desk.world.now(), { file: 'hotline-20261123-080000-nightly.db' });
    assert.equal((await fetched(link)).status, 404);
    rmSync(place);
    run(db(), q.deleteFrom('backups').where('id', '=', link));
    truncateSync(join(folder, file), 8192);
    const short = await fetched(id);
    assert.equal(short.status, 409);
    assert.match(await short.text(), /大小与备份时不一致/);
    rmSync(join(folder, file));
    const gone = await fetched(id);
    assert.equal(gone.status, 404);
    assert.match(await gone.text(), /可能已被移走/);
  });

  test('a folder that was just added is not said to have failed', async () => {
    const now = desk.world.now();
    const { backup } = policyAt(db(), now);
    const added = join(dirname(desk.world.file), 'added');
    const chosen = { ...backup, folders: [join(dirname(desk.world.file), 'backup'), added] };
    setPolicy(db(), { backup: chosen }, { userId: null, from: now, now });
    const page = await pageOf();
    assert.match(page, /新加的文件夹 .*added，下次备份时存入/);
    assert.doesNotMatch(page, /没有存入/);
  });

  test('a folder that is not there is named, with what to do, and one that failed with why', async () => {
    const now = desk.world.now();
    const { backup } = policyAt(db(), now);
    const missing = join(dirname(desk.world.file), 'no-such-folder');
    const chosen = { ...backup, folders: [dirname(newest().folder), missing] };
    setPolicy(db(), { backup: chosen }, { userId: null, from: now, now });
    badBackup(db(), now, '文件夹不存在', { folder: missing });
    const page = await pageOf();
    assert.match(page, /不存在<\/span><div class="ui-muted">请建立这个文件夹/);
    assert.match(page, /备份没有存到 .*no-such-folder：文件夹不存在。/);
    assert.match(page, /可以写入/);
  });
});
