import { importView, previewView } from '../../views/items/import.ts';
import { uploadedTable } from '../agencies/upload.ts';
import { dropDraft, findDraft, newDraftKey, saveDraft } from '../drafts/drafts.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { toCsv } from '../web/csv.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { importItems, planFor } from './import.ts';
import { IMPORT_COLUMNS } from './import-columns.ts';
import { countOutcomes } from './import-plan.ts';
import { allItems } from './queries.ts';

const ADMIN = ['admin'] as const;
/** Between preview and confirmation the file's text waits in the drafts: it outlives reload and restart. */
const FORM = 'items_import';

export function itemImportRoutes(routes: Routes): void {
  routes.get('/items/import', ADMIN, (c) => showUpload(c));
  routes.get('/items/import/template.csv', ADMIN, (c) => csvFile(c, '便民服务事项模板.csv', template()));
  routes.get('/items/export.csv', ADMIN, (c) => csvFile(c, '便民服务事项清单.csv', exported(c)));
  routes.post('/items/import', ADMIN, upload, { files: true });
  routes.get('/items/import/:key', ADMIN, (c) => showPreview(c));
  routes.post('/items/import/:key', ADMIN, confirm);
  routes.post('/items/import/:key/discard', ADMIN, discard);
}

function showUpload(c: Ctx, failure?: Failure) {
  const main = importView({ csrf: csrfOf(c), error: failure?.message ?? null });
  return page(c, { title: '批量导入便民服务事项', main, status: failure?.status ?? 200 });
}

function upload(c: Ctx) {
  return submit(
    c,
    async () => {
      const { name, text } = await uploadedTable(bodyOf(c).files);
      planFor(dbOf(c), text);
      const key = newDraftKey();
      saveDraft(dbOf(c), whoIs(c).id, key, FORM, { name, text }, nowOf(c));
      return `/items/import/${key}`;
    },
    (failure) => showUpload(c, failure),
  );
}

function showPreview(c: Ctx, failure?: Failure) {
  const file = waiting(c);
  if (!file) return gone(c);
  const plan = planFor(dbOf(c), file.text);
  const unread = plan.unread.length > 0 ? [`以下列没有读取：${plan.unread.join('、')}`] : [];
  const main = previewView({
    csrf: csrfOf(c),
    key: file.key,
    fingerprint: plan.fingerprint,
    fileName: file.name,
    counts: countOutcomes(plan),
    problems: [...unread, ...plan.problems.map((problem) => problem.message)],
    error: failure?.message ?? null,
    rows: plan.rows.map(({ known: _, values, words, ...row }) => ({
      ...row,
      days: values?.reply_days ?? null,
      words: words.join('；'),
    })),
  });
  return page(c, { title: '核对导入内容', main, wide: true, status: failure?.status ?? 200 });
}

/** Sent twice, the second finds nothing waiting and lands on the list that the first has filled. */
function confirm(c: Ctx) {
  const file = waiting(c);
  if (!file) return c.redirect('/items', 303);
  return submit(
    c,
    () => {
      const by = { actor: whoIs(c), now: nowOf(c) };
      const counts = importItems(dbOf(c), by, file, one(bodyOf(c).typed, 'fingerprint'));
      dropDraft(dbOf(c), file.key);
      const left = counts.refused > 0 ? `，${counts.refused} 行未导入` : '';
      const tone = counts.refused > 0 ? 'warn' : 'ok';
      flash(c, tone, `已新增 ${counts.add} 项，更新 ${counts.change} 项${left}。`);
      return '/items';
    },
    (failure) => showPreview(c, failure),
  );
}

function discard(c: Ctx) {
  const file = waiting(c);
  if (file) dropDraft(dbOf(c), file.key);
  return c.redirect('/items', 303);
}

function waiting(c: Ctx): { key: string; name: string; text: string } | null {
  const draft = findDraft(dbOf(c), whoIs(c).id, c.req.param('key') ?? '');
  if (draft?.form !== FORM) return null;
  return { key: draft.key, name: one(draft.fields, 'name'), text: one(draft.fields, 'text') };
}

function gone(c: Ctx) {
  flash(c, 'warn', '这份预览已经导入、放弃或过期，如需导入请重新上传文件。');
  return c.redirect('/items/import', 303);
}

function template(): string {
  return toCsv([
    Object.values(IMPORT_COLUMNS),
    ['SZ-001', '路灯不亮', '城管局', '住建局', '市政公用 / 道路设施 / 路灯不亮', 3, '城市照明管理规定'],
    ['WY-001', '电梯故障', '住建局', '', '', '', ''],
  ]);
}

function exported(c: Ctx): string {
  const rows = allItems(dbOf(c))
    .filter((item) => item.active === 1)
    .map((item) => [
      item.code,
      item.name,
      item.agency_name,
      item.fallback_name ?? '',
      item.category ?? '',
      item.reply_days,
      item.basis,
    ]);
  return toCsv([Object.values(IMPORT_COLUMNS), ...rows]);
}

function csvFile(c: Ctx, name: string, text: string) {
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
}

function csrfOf(c: Ctx): string {
  return c.get('session')?.csrf ?? '';
}
