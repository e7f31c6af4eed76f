import { importView, previewView } from '../../views/agencies/import.ts';
import { dropDraft, findDraft, newDraftKey, saveDraft } from '../drafts/drafts.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { toCsv } from '../web/csv.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { importAgencies } from './import.ts';
import { IMPORT_COLUMNS } from './import-columns.ts';
import { countOutcomes, planImport } from './import-plan.ts';
import { AGENCY_KINDS } from './kinds.ts';
import { allAgencies } from './queries.ts';
import { uploadedTable } from './upload.ts';

const ADMIN = ['admin'] as const;
/** Between preview and confirmation the file's text waits in the drafts: it outlives reload and restart. */
const FORM = 'agencies_import';

export function agencyImportRoutes(routes: Routes): void {
  routes.get('/agencies/import', ADMIN, (c) => showUpload(c));
  routes.get('/agencies/import/template.csv', ADMIN, (c) => csvFile(c, '承办单位模板.csv', template()));
  routes.get('/agencies/export.csv', ADMIN, (c) => csvFile(c, '承办单位.csv', exported(c)));
  routes.post('/agencies/import', ADMIN, upload, { files: true });
  routes.get('/agencies/import/:key', ADMIN, (c) => showPreview(c));
  routes.post('/agencies/import/:key', ADMIN, confirm);
  routes.post('/agencies/import/:key/discard', ADMIN, discard);
}

function showUpload(c: Ctx, failure?: Failure) {
  const main = importView({ csrf: csrfOf(c), error: failure?.message ?? null });
  return page(c, { title: '批量导入承办单位', main, status: failure?.status ?? 200 });
}

function upload(c: Ctx) {
  return submit(
    c,
    async () => {
      const { name, text } = await uploadedTable(bodyOf(c).files);
      const db = dbOf(c);
      planImport(allAgencies(db), text);
      const key = newDraftKey();
      saveDraft(db, whoIs(c).id, key, FORM, { name, text }, nowOf(c));
      return `/agencies/import/${key}`;
    },
    (failure) => showUpload(c, failure),
  );
}

function showPreview(c: Ctx, failure?: Failure) {
  const file = waiting(c);
  if (!file) return gone(c);
  const plan = planImport(allAgencies(dbOf(c)), file.text);
  const unread = plan.unread.length > 0 ? [`以下列没有读取：${plan.unread.join('、')}`] : [];
  const main = previewView({
    csrf: csrfOf(c),
    key: file.key,
    fingerprint: plan.fingerprint,
    fileName: file.name,
    counts: countOutcomes(plan),
    problems: [...unread, ...plan.problems.map((problem) => problem.message)],
    error: failure?.message ?? null,
    rows: plan.rows.map((row) => ({
      line: row.line,
      name: row.name,
      shortName: row.values.short_name,
      parent: row.parent?.name ?? '',
      kindText: AGENCY_KINDS[row.values.kind],
      outcome: row.outcome,
      words: row.words.join('；'),
    })),
  });
  return page(c, { title: '核对导入内容', main, wide: true, status: failure?.status ?? 200 });
}

/** Sent twice, the second finds nothing waiting and lands on the list that the first has filled. */
function confirm(c: Ctx) {
  const file = waiting(c);
  if (!file) return c.redirect('/agencies', 303);
  return submit(
    c,
    () => {
      const by = { actor: whoIs(c), now: nowOf(c) };
      const counts = importAgencies(dbOf(c), by, file, one(bodyOf(c).typed, 'fingerprint'));
      dropDraft(dbOf(c), file.key);
      const left = counts.refused > 0 ? `，${counts.refused} 行未导入` : '';
      flash(
        c,
        counts.refused > 0 ? 'warn' : 'ok',
        `已新增 ${counts.add} 个单位，更新 ${counts.change} 个${left}。`,
      );
      return '/agencies';
    },
    (failure) => showPreview(c, failure),
  );
}

function discard(c: Ctx) {
  const file = waiting(c);
  if (file) dropDraft(dbOf(c), file.key);
  return c.redirect('/agencies', 303);
}

function waiting(c: Ctx): { key: string; name: string; text: string } | null {
  const draft = findDraft(dbOf(c), whoIs(c).id, c.req.param('key') ?? '');
  if (draft?.form !== FORM) return null;
  return { key: draft.key, name: one(draft.fields, 'name'), text: one(draft.fields, 'text') };
}

function gone(c: Ctx) {
  flash(c, 'warn', '这份预览已经导入、放弃或过期，如需导入请重新上传文件。');
  return c.redirect('/agencies/import', 303);
}

function template(): string {
  return toCsv([
    Object.values(IMPORT_COLUMNS),
    ['示例县住房和城乡建设局', '住建局', '', '部门', '0000-12345678', '张三', '示例县人民路 1 号', '', ''],
    ['物业管理科', '物业科', '示例县住房和城乡建设局', '科室', '', '', '', '', ''],
    ['省高速公路管理中心', '省高速中心', '', '部门', '', '', '', 'bangongshi@example.cn', '是'],
  ]);
}

function exported(c: Ctx): string {
  const agencies = allAgencies(dbOf(c));
  const names = new Map(agencies.map((agency) => [agency.id, agency.name]));
  const rows = agencies
    .filter((agency) => agency.active === 1)
    .map((agency) => [
      agency.name,
      agency.short_name,
      agency.parent_id === null ? '' : (names.get(agency.parent_id) ?? ''),
      AGENCY_KINDS[agency.kind],
      agency.office_phone,
      agency.contact_person,
      agency.address,
      agency.email,
      agency.external === 1 ? '是' : '',
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
