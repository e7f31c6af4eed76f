import { z } from 'zod';
import { begunView, downloadView } from '../../views/backup/download.ts';
import { backupView, drillNow, makeNow } from '../../views/backup/page.ts';
import { type Content, html } from '../../views/ui/index.ts';
import { keyFileOf } from '../citizens/key.ts';
import { proveSelf } from '../people/prove-self.ts';
import { visitorOf } from '../people/visitor.ts';
import { policyAt } from '../policy/policy.ts';
import { isDrilling, startDrill } from '../restore/drill.ts';
import { needsChoice } from '../setup/state.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { check, text } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { sayBytes } from './bytes.ts';
import { downloadable, grantDownload, isBegun, sendBackup } from './download.ts';
import { foldersOf } from './folders.ts';
import { backupHints } from './hints.ts';
import { lookAtFolders } from './look.ts';
import { auditHead } from './page-queries.ts';
import { lastGood } from './queries.ts';
import { runningBackup, startBackup } from './running.ts';
import { backupLines, drillLines, folderLines, progressOf, sentenceOf } from './shown.ts';
import { sayWatchers } from './told.ts';
import { backupTroubles } from './troubles.ts';

const ADMIN = ['admin'] as const;

/** The administrator sees that there are backups, makes one, and takes one away: watched, for it holds every case. */
export function backupRoutes(routes: Routes): void {
  routes.get('/backup', ADMIN, show);
  routes.get('/backup/progress', ADMIN, showProgress, { quiet: true });
  routes.post('/backup/start', ADMIN, begin);
  routes.post('/backup/drill', ADMIN, beginDrill);
  routes.get('/backup/drill', ADMIN, showDrill, { quiet: true });
  routes.get('/backup/:id/download', ADMIN, (c) => downloadPage(c, '', null));
  routes.post('/backup/:id/download', ADMIN, askForDownload);
  routes.get('/backup/:id/begun/:key', ADMIN, begunPage);
  routes.get('/backup/:id/file/:key', ADMIN, sendFile);
}

async function show(c: Ctx): Promise<Response> {
  const { db, file, now: clock } = c.get('world');
  const now = clock();
  if (needsChoice(db)) throw new NotFound('系统还没有完成初始化，完成后才能备份。');
  const folders = await lookAtFolders(foldersOf(db, file, now), file);
  const troubles = backupTroubles(db, now);
  const main = backupView({
    csrf: csrfOf(c),
    sentence: sentenceOf(
      db,
      now,
      troubles.some(({ key }) => key === 'backup'),
    ),
    // That they are old is said by the sentence.
    troubles: troubles.filter(({ key }) => key !== 'backup'),
    progress: progressOf(db, now),
    hints: backupHints(db, folders, now),
    folders: folderLines(db, folders, now),
    backups: backupLines(db, now),
    drill: drillPropsOf(c),
    drills: drillLines(db, now),
    facts: factsOf(c),
  });
  return page(c, { title: '数据备份', main });
}

/** While one is being made the part renews itself; afterwards the page is loaded anew, with what came of it. */
function showProgress(c: Ctx): Response | Promise<Response> {
  const progress = progressOf(dbOf(c), nowOf(c));
  if (!progress) return c.body(null, 200, { 'hx-refresh': 'true' });
  return c.html(makeNow({ csrf: csrfOf(c), progress }));
}

/** Pressed twice, the second finds the first at work. */
function begin(c: Ctx): Response {
  if (runningBackup(dbOf(c)) === null)
    startBackup(c.get('world'), { kind: 'manual', actor: whoIs(c), ip: visitorOf(c).ip });
  else flash(c, 'warn', '备份正在进行，没有另外再做一份。');
  // The keyboard goes on from the button.
  return c.redirect('/backup#backup-now', 303);
}

/** Like a backup, in a thread; pressed twice, the second finds the first at work. */
function beginDrill(c: Ctx): Response {
  const db = dbOf(c);
  if (isDrilling(db)) flash(c, 'warn', '恢复演练正在进行，没有另外再做一次。');
  else if (lastGood(db, null, nowOf(c)) === null)
    flash(c, 'warn', '还没有成功的备份可以演练，请先点“立即备份”。');
  else startDrill(c.get('world'), { actor: whoIs(c), visitor: visitorOf(c) });
  return c.redirect('/backup#drills', 303);
}

function showDrill(c: Ctx): Response | Promise<Response> {
  if (!isDrilling(dbOf(c))) return c.body(null, 200, { 'hx-redirect': '/backup' });
  return c.html(drillNow({ csrf: csrfOf(c), drill: drillPropsOf(c) }));
}

function drillPropsOf(c: Ctx) {
  const { db, backupIdentityFile, now } = c.get('world');
  const sealed = policyAt(db, now()).backup.recipient !== '' && !backupIdentityFile;
  return { going: isDrilling(db), sealed };
}

function factsOf(c: Ctx): [string, Content][] {
  const db = dbOf(c);
  const head = auditHead(db);
  const { recipient } = policyAt(db, nowOf(c)).backup;
  return [
    [
      '操作日志最新一条',
      head ? `第 ${head.id} 条，校验码 ${shortHash(head.hash)}，可与备份旁说明文件中的核对` : '',
    ],
    ['身份密钥文件', html`<code>${keyFileOf(db)}</code>，不在备份里，请另行保存`],
    [
      '加密',
      recipient
        ? html`用公钥 <code>${recipient}</code> 加密，私钥请另行保存；启用加密以前的备份没有加密，仍能直接打开`
        : '不加密',
    ],
    ['恢复', '在服务器上停止系统后用恢复命令进行，见运维手册“备份和恢复”'],
  ];
}

/** Enough to compare by eye. */
function shortHash(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex').slice(0, 16);
}

const wanted = z.object({ purpose: text('事由') });

function downloadPage(c: Ctx, purpose: string, failure: Failure | null): Response | Promise<Response> {
  const [db, actor] = [dbOf(c), whoIs(c)];
  const backup = downloadable(db, idOf(c, 'id'), nowOf(c));
  const main = downloadView({
    ...{ csrf: csrfOf(c), id: backup.id, file: backup.file, size: sayBytes(backup.bytes ?? 0) },
    ...{ encrypted: backup.encrypted === 1, told: sayWatchers(db, actor), login: actor.login },
    ...{ purpose, failure },
  });
  return page(c, { title: '下载备份', main, status: failure?.status ?? 200 });
}

/** The purpose is checked first: a try at the password is not wasted on it. */
function askForDownload(c: Ctx): Promise<Response> {
  const [db, actor, { typed }] = [dbOf(c), whoIs(c), bodyOf(c)];
  return submit(
    c,
    async () => {
      const backup = downloadable(db, idOf(c, 'id'), nowOf(c));
      const { purpose } = check(wanted, { purpose: one(typed, 'purpose') });
      const attempt = {
        failed: 'backup_download_failed',
        subject: backup.file,
        otherwise: '没有下载。',
      } as const;
      await proveSelf(db, actor, one(typed, 'password'), visitorOf(c), attempt);
      return `/backup/${backup.id}/begun/${grantDownload(db, actor, backup, purpose, visitorOf(c))}`;
    },
    (failure) => downloadPage(c, one(typed, 'purpose'), failure),
  );
}

/** The file comes to this page by itself, once; the page stays. */
function begunPage(c: Ctx): Response | Promise<Response> {
  const [world, key] = [c.get('world'), c.req.param('key') ?? ''];
  const { id, file, bytes } = downloadable(world.db, idOf(c, 'id'), world.now());
  const href = isBegun(world, whoIs(c), id, key) ? null : `/backup/${id}/file/${key}`;
  if (href) c.header('refresh', `0; url=${href}`);
  const main = begunView({ file, size: sayBytes(bytes ?? 0), href, again: `/backup/${id}/download` });
  return page(c, { title: '下载备份', main });
}

function sendFile(c: Ctx): Promise<Response> {
  const backup = downloadable(dbOf(c), idOf(c, 'id'), nowOf(c));
  return sendBackup(c, whoIs(c), backup, c.req.param('key') ?? '');
}
