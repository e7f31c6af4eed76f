import { mappingPage } from '../../views/import/mapping.ts';
import { runBody, runPage } from '../../views/import/run.ts';
import { importStart } from '../../views/import/start.ts';
import { audit } from '../audit/audit.ts';
import { REFUSALS_KEPT_DAYS } from '../jobs/old-refusals.ts';
import type { Role } from '../people/roles.ts';
import { visitorOf } from '../people/visitor.ts';
import type { Routes } from '../web/access.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';
import { page, type Status } from '../web/page.ts';
import type { SentFile } from '../web/spool.ts';
import { type Failure, submit } from '../web/submit.ts';
import { readChoices } from './choices.ts';
import { UnreadableFile } from './plan.ts';
import { endAbandonedRuns, type RunSummary, recentRuns, refusedCsv, runById } from './runs.ts';
import { refuseWorkbook, sampleOf } from './sample.ts';
import { mappingProps, runProps, runView } from './shown.ts';
import { runningRun, startImport, stopImport } from './start.ts';
import {
  findUpload,
  keepUpload,
  removeOldUploads,
  removeUpload,
  saveUpload,
  type Upload,
  uploadOfRun,
} from './uploads.ts';

/** Larger files would hold up the serving thread while they arrive; the command line takes them. */
const MAX_MB = 20;
const RUNS_SHOWN = 20;
const SUPERVISOR: readonly Role[] = ['supervisor'];

/** Import of old cases (Q-L2): file, mapping, check, import; each step a page of its own. */
export function importRoutes(routes: Routes): void {
  routes.get('/import', SUPERVISOR, (c) => startPage(c, null, 200));
  routes.post('/import', SUPERVISOR, receiveFile, { files: true });
  routes.get('/import/files/:token', SUPERVISOR, (c) => filePage(c, uploadOf(c), null, null));
  routes.post('/import/files/:token', SUPERVISOR, (c) => {
    const upload = uploadOf(c);
    const { typed } = bodyOf(c);
    return submit(
      c,
      () => check(c, upload, typed),
      (failure) => filePage(c, upload, typed, failure),
    );
  });
  routes.post('/import/files/:token/discard', SUPERVISOR, (c) => {
    removeUpload(uploadOf(c));
    return c.redirect('/import', 303);
  });
  routes.get('/import/:id', SUPERVISOR, (c) => showRun(c, 200));
  routes.get('/import/:id/progress', SUPERVISOR, (c) => c.html(runBody(runProps(c, runOf(c)))), {
    quiet: true,
  });
  routes.get('/import/:id/refused.csv', SUPERVISOR, download);
  routes.post('/import/:id/stop', SUPERVISOR, (c) => {
    stopImport(dbOf(c), runOf(c).id);
    return c.redirect(`/import/${idOf(c, 'id')}`, 303);
  });
  routes.post('/import/:id/start', SUPERVISOR, (c) =>
    submit(
      c,
      () => goOn(c),
      (failure) => showRun(c, failure.status),
    ),
  );
}

function receiveFile(c: Ctx): Promise<Response> {
  return submit(
    c,
    async () => `/import/files/${(await receive(c)).token}`,
    (failure) => startPage(c, failure.message, failure.status),
  );
}

function startPage(c: Ctx, error: string | null, status: Status): Response | Promise<Response> {
  const db = dbOf(c);
  tidy(c);
  const running = runningRun(db);
  const runs = recentRuns(db, RUNS_SHOWN).map((run) => runView(c, run));
  const props = {
    csrf: csrfOf(c),
    maxMb: MAX_MB,
    error,
    running: runs.find((run) => run.id === running) ?? null,
    runs,
  };
  return page(c, { title: '导入工单', main: importStart(props), status });
}

/** Ends what a restart broke off and removes files that nobody came back to. */
function tidy(c: Ctx): void {
  const { db, file } = c.get('world');
  const running = runningRun(db);
  endAbandonedRuns(db, running, nowOf(c));
  removeOldUploads(file, running, nowOf(c));
}

async function bytesOf(file: SentFile): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

async function receive(c: Ctx): Promise<Upload> {
  const [file] = bodyOf(c).files;
  if (!file) throw new Invalid('请选择要导入的 CSV 文件。');
  if (file.size > MAX_MB * 1024 * 1024)
    throw new Invalid(`文件超过 ${MAX_MB} MB，请分成几个文件，或由系统管理员用命令行导入。`);
  const bytes = await bytesOf(file);
  try {
    refuseWorkbook(bytes);
  } catch (error) {
    throw error instanceof UnreadableFile ? new Invalid(error.message) : error;
  }
  tidy(c);
  const upload = keepUpload(c.get('world').file, { fileName: file.name, bytes, at: nowOf(c) });
  if (sampleOf(upload.path).rows.length > 0) return upload;
  removeUpload(upload);
  throw new Invalid('文件中没有数据行。第一行应为列名，其后每行一件诉求。');
}

function uploadOf(c: Ctx): Upload {
  const upload = findUpload(c.get('world').file, c.req.param('token') ?? '');
  if (!upload) throw new NotFound('这个文件已经导入完成或已被删除，请在“导入工单”页面重新选择文件。');
  return upload;
}

function filePage(
  c: Ctx,
  upload: Upload,
  typed: Typed | null,
  failure: Failure | null,
): Response | Promise<Response> {
  const props = mappingProps(c, upload, typed, failure);
  return page(c, { title: '核对各列的含义', main: mappingPage(props), status: failure?.status ?? 200 });
}

function check(c: Ctx, upload: Upload, typed: Typed): string {
  const columns = sampleOf(upload.path).header.length;
  const choices = readChoices(dbOf(c), typed, columns, nowOf(c));
  const chosen = saveUpload({ ...upload, choices });
  return `/import/${startImport(c.get('world'), whoIs(c), chosen, true, nowOf(c))}`;
}

function goOn(c: Ctx): string {
  const upload = uploadOfRun(c.get('world').file, runOf(c).id);
  if (!upload) throw new NotFound('这个文件已经导入完成或已被删除，请在“导入工单”页面重新选择文件。');
  return `/import/${startImport(c.get('world'), whoIs(c), upload, false, nowOf(c))}`;
}

function runOf(c: Ctx): RunSummary {
  endAbandonedRuns(dbOf(c), runningRun(dbOf(c)), nowOf(c));
  const run = runById(dbOf(c), idOf(c, 'id'));
  if (!run) throw new NotFound();
  return run;
}

function showRun(c: Ctx, status: Status): Response | Promise<Response> {
  const run = runOf(c);
  return page(c, {
    title: run.dry_run === 1 ? '检查结果' : '导入结果',
    main: runPage(runProps(c, run)),
    status,
  });
}

function download(c: Ctx): Response {
  const run = runOf(c);
  const csv = refusedCsv(dbOf(c), run.id);
  if (csv === '') throw new NotFound(`没有未导入的行；它们在导入结束 ${REFUSALS_KEPT_DAYS} 天后删除。`);
  audit(dbOf(c), {
    at: nowOf(c),
    actor: whoIs(c),
    act: 'export_downloaded',
    subject: `未导入的行：${run.source}`,
    ip: visitorOf(c).ip,
  });
  const name = encodeURIComponent(`未导入-${run.source}.csv`);
  c.header('content-type', 'text/csv; charset=utf-8');
  c.header('content-disposition', `attachment; filename="refused-${run.id}.csv"; filename*=UTF-8''${name}`);
  return c.body(csv);
}
