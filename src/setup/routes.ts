import { z } from 'zod';
import { setupAdminView } from '../../views/setup/admin.ts';
import { choiceView, type DemoLogin, demoLoginsView } from '../../views/setup/choice.ts';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { keepSession, refuseForeignForm, visitorOf } from '../people/visitor.ts';
import { presetByCode, presets } from '../presets/index.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, whoIs } from '../web/context.ts';
import { Conflict, Invalid } from '../web/errors.ts';
import { check, text } from '../web/forms.ts';
import { flash, plainPage } from '../web/page.ts';
import { type Failure, failureOf, submit } from '../web/submit.ts';
import { createFirstAdmin } from './admin.ts';
import { installPreset } from './install.ts';
import { needsChoice, needsSetup } from './state.ts';

const ADMIN = ['admin'] as const;

/** First run: the administrator, then what the system starts from. */
export function setupRoutes(routes: Routes): void {
  routes.get('/setup', 'public', (c) => (needsSetup(dbOf(c)) ? adminPage(c, null) : c.redirect('/', 303)));
  routes.post('/setup', 'public', postAdmin);
  routes.get('/setup/choice', ADMIN, (c) =>
    needsChoice(dbOf(c)) ? choicePage(c, null) : c.redirect('/', 303),
  );
  routes.post('/setup/preset', ADMIN, postPreset);
  routes.post('/setup/demo', ADMIN, postDemo);
}

function adminPage(c: Ctx, failure: Failure | null): Response | Promise<Response> {
  const typed = c.get('body')?.typed ?? {};
  const main = setupAdminView({ name: one(typed, 'name'), login: one(typed, 'login'), failure });
  return plainPage(c, { title: '建立系统管理员', main, status: failure?.status ?? 200 });
}

function postAdmin(c: Ctx): Response | Promise<Response> {
  refuseForeignForm(c);
  if (!needsSetup(dbOf(c))) return c.redirect('/', 303);
  return submit(
    c,
    async () => {
      const { setupCode } = c.get('world');
      keepSession(c, await createFirstAdmin(dbOf(c), bodyOf(c).typed, setupCode, visitorOf(c)));
      return '/setup/choice';
    },
    (failure) => adminPage(c, failure),
  );
}

function choicePage(c: Ctx, failure: Failure | null): Response | Promise<Response> {
  const typed = c.get('body')?.typed ?? {};
  const main = choiceView({
    presets: presets.map(({ code, name, description }) => ({ value: code, text: name, hint: description })),
    typed: {
      preset: one(typed, 'preset'),
      name: one(typed, 'name'),
      number: one(typed, 'number'),
      areaCode: one(typed, 'areaCode'),
    },
    csrf: csrfOf(c),
    failure,
  });
  return plainPage(c, { title: '选择起始内容', main, wide: true, status: failure?.status ?? 200 });
}

const presetForm = z.object({
  preset: z.string('请选择热线类型。'),
  name: text('热线名称', { max: 40 }),
  number: text('热线号码', { max: 20 }),
  areaCode: text('本地区号', { max: 4 }).refine(
    (code) => /^0\d{2,3}$/.test(code),
    '本地区号为 0 开头的三至四位数字，例如 0731。',
  ),
});

function postPreset(c: Ctx): Promise<Response> {
  return submit(
    c,
    () => {
      const { preset: code, ...hotline } = check(presetForm, bodyOf(c).typed);
      const preset = presetByCode(code);
      if (!preset) throw new Invalid('系统还没有初始化。', { preset: '请选择热线类型。' });
      const { now } = visitorOf(c);
      transact(dbOf(c), () => {
        installPreset(dbOf(c), preset, { hotline }, whoIs(c).id, now);
        auditStart(c, preset.name);
      });
      flash(c, 'ok', '初始化完成。下一步：导入承办单位，再添加人员。');
      return '/agencies';
    },
    (failure) => choicePage(c, failure),
  );
}

/** Answers with the list itself instead of a redirect: the passwords are shown once. */
async function postDemo(c: Ctx): Promise<Response> {
  try {
    const logins = await fillOnce(dbOf(c), visitorOf(c).now);
    auditStart(c, '示范县');
    return plainPage(c, { title: '示范账号', main: demoLoginsView(logins), wide: true });
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    return choicePage(c, failure);
  }
}

const filling = new WeakSet<Db>();

async function fillOnce(db: Db, now: number): Promise<DemoLogin[]> {
  if (filling.has(db)) throw new Conflict('正在填充示范县，请稍候，不要重复提交。');
  if (!needsChoice(db)) throw new Conflict('系统已经完成初始化，不能重复选择。请回到首页继续使用。');
  filling.add(db);
  try {
    // Its texts are only ever needed here.
    const { fillDemo } = await import('../demo/fill.ts');
    return await fillDemo(db, now);
  } finally {
    filling.delete(db);
  }
}

function auditStart(c: Ctx, preset: string): void {
  const { now, ip } = visitorOf(c);
  audit(dbOf(c), { at: now, actor: whoIs(c), act: 'set_up', subject: '起始内容', detail: { preset }, ip });
}
