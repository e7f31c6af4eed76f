import { importView, previewView } from '../../views/lists/import.ts';
import { dropDraft, findDraft, newDraftKey, saveDraft } from '../drafts/drafts.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, nowOf, whoIs } from '../web/context.ts';
import { csvFile } from '../web/csv-file.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { importList } from './import.ts';
import type { List } from './list.ts';
import { countOutcomes, type Plan, type PlannedLine } from './plan.ts';
import { uploadedTable } from './upload.ts';

const ADMIN = ['admin'] as const;

/** Template, download, and the way in: a file, its preview line by line, then the confirmation. */
export function listImportRoutes<Line extends PlannedLine>(routes: Routes, list: List<Line>): void {
  const { href, title } = list.words;
  const head = Object.values(list.columns).map((column) => column.title);
  const template = (c: Ctx) => csvFile(c, `${title}模板.csv`, [head, ...list.examples]);
  const download = (c: Ctx) => csvFile(c, list.exportName, [head, ...list.exported(dbOf(c))]);
  routes.get(`${href}/import`, ADMIN, (c) => showUpload(c, list));
  routes.get(`${href}/import/template.csv`, ADMIN, template);
  routes.get(`${href}/export.csv`, ADMIN, download);
  routes.post(`${href}/import`, ADMIN, (c) => upload(c, list), { files: true });
  routes.get(`${href}/import/:key`, ADMIN, (c) => showPreview(c, list));
  routes.post(`${href}/import/:key`, ADMIN, (c) => confirm(c, list));
  routes.post(`${href}/import/:key/discard`, ADMIN, (c) => discard(c, list));
}

function showUpload<Line extends PlannedLine>(c: Ctx, { words }: List<Line>, failure?: Failure) {
  const main = importView({ csrf: csrfOf(c), words, error: failure?.message ?? null });
  return page(c, { title: `批量导入${words.title}`, main, status: failure?.status ?? 200 });
}

/** Between preview and confirmation the file's text waits in the drafts: it outlives reload and restart. */
function upload<Line extends PlannedLine>(c: Ctx, list: List<Line>) {
  return submit(
    c,
    async () => {
      const { name, text } = await uploadedTable(bodyOf(c).files);
      list.plan(dbOf(c), text);
      const key = newDraftKey();
      saveDraft(dbOf(c), whoIs(c).id, key, list.draft, { name, text }, nowOf(c));
      return `${list.words.href}/import/${key}`;
    },
    (failure) => showUpload(c, list, failure),
  );
}

function showPreview<Line extends PlannedLine>(c: Ctx, list: List<Line>, failure?: Failure) {
  const { words } = list;
  const file = waiting(c, list);
  if (!file) return gone(c, words.href);
  const plan = list.plan(dbOf(c), file.text);
  const main = previewView({
    csrf: csrfOf(c),
    words,
    key: file.key,
    fingerprint: plan.fingerprint,
    fileName: file.name,
    counts: countOutcomes(plan.rows),
    problems: problemsOf(plan),
    error: failure?.message ?? null,
    rows: plan.rows.map((row) => ({
      line: row.line,
      outcome: row.outcome,
      words: row.words.join('；'),
      cells: list.cells(row),
    })),
  });
  return page(c, { title: '核对导入内容', main, wide: true, status: failure?.status ?? 200 });
}

function problemsOf({ unread, problems }: Plan<PlannedLine>): string[] {
  const passedOver = unread.length > 0 ? [`以下列没有读取：${unread.join('、')}`] : [];
  return [...passedOver, ...problems.map((problem) => problem.message)];
}

/** Sent twice, the second finds nothing waiting and lands on the list that the first has filled. */
function confirm<Line extends PlannedLine>(c: Ctx, list: List<Line>) {
  const { href, unit, counted } = list.words;
  const file = waiting(c, list);
  if (!file) return c.redirect(href, 303);
  return submit(
    c,
    () => {
      const by = { actor: whoIs(c), now: nowOf(c) };
      const counts = importList(dbOf(c), by, list, file, one(bodyOf(c).typed, 'fingerprint'));
      dropDraft(dbOf(c), file.key);
      const left = counts.refused > 0 ? `，${counts.refused} 行未导入` : '';
      const tone = counts.refused > 0 ? 'warn' : 'ok';
      flash(c, tone, `已新增 ${counts.add} ${counted}，更新 ${counts.change} ${unit}${left}。`);
      return href;
    },
    (failure) => showPreview(c, list, failure),
  );
}

function discard<Line extends PlannedLine>(c: Ctx, list: List<Line>) {
  const file = waiting(c, list);
  if (file) dropDraft(dbOf(c), file.key);
  return c.redirect(list.words.href, 303);
}

function waiting<Line extends PlannedLine>(
  c: Ctx,
  list: List<Line>,
): { key: string; name: string; text: string } | null {
  const draft = findDraft(dbOf(c), whoIs(c).id, c.req.param('key') ?? '');
  if (draft?.form !== list.draft) return null;
  return { key: draft.key, name: one(draft.fields, 'name'), text: one(draft.fields, 'text') };
}

function gone(c: Ctx, href: string) {
  flash(c, 'warn', '这份预览已经导入、放弃或过期，如需导入请重新上传文件。');
  return c.redirect(`${href}/import`, 303);
}
