import { z } from 'zod';
import { accountView } from '../../views/people/account.ts';
import { loginView } from '../../views/people/login.ts';
import { passwordView } from '../../views/people/password.ts';
import { undertakingView } from '../../views/people/undertaking.ts';
import { audit } from '../audit/audit.ts';
import { dayOf, formatLocal } from '../calendar/local-time.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice, needsSetup } from '../setup/state.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { check, ticked } from '../web/forms.ts';
import { localPath } from '../web/local-path.ts';
import { homeOf } from '../web/navigation.ts';
import { flash, page, plainPage } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { acceptSecrecy, changePassword, endOtherSessions, secrecyAcceptedAt } from './account.ts';
import { hasRole } from './actor.ts';
import { deviceOf } from './device.ts';
import { logIn } from './login.ts';
import { sessionsOfUser } from './queries.ts';
import { ROLES } from './roles.ts';
import { endSession, type Session } from './sessions.ts';
import { dropSession, keepSession, refuseForeignForm, visitorOf } from './visitor.ts';
import { when } from './when.ts';

/** Log-in and what everybody does with their own account. */
export function accountRoutes(routes: Routes): void {
  routes.get('/', 'signed_in', (c) => c.redirect(startOf(c), 303));
  routes.get('/login', 'public', showLogin);
  routes.post('/login', 'public', postLogin);
  routes.post('/logout', 'signed_in', logOut);
  routes.get('/account', 'signed_in', showAccount);
  routes.get('/account/password', 'signed_in', (c) => passwordPage(c, null));
  routes.post('/account/password', 'signed_in', postPassword);
  routes.post('/account/sessions/end-others', 'signed_in', postEndOthers);
  routes.get('/undertaking', 'signed_in', (c) => undertakingPage(c, null));
  routes.post('/undertaking', 'signed_in', postUndertaking);
}

function startOf(c: Ctx): string {
  const actor = whoIs(c);
  return hasRole(actor, 'admin') && needsChoice(dbOf(c)) ? '/setup/choice' : homeOf(actor);
}

function showLogin(c: Ctx): Response | Promise<Response> {
  if (needsSetup(dbOf(c))) return c.redirect('/setup', 303);
  const to = localPath(c.req.query('to'));
  return c.get('actor') ? c.redirect(to, 303) : loginPage(c, '', to, null);
}

function loginPage(c: Ctx, login: string, to: string, failure: Failure | null): Response | Promise<Response> {
  return plainPage(c, {
    title: '登录',
    main: loginView({ login, to, failure }),
    status: failure?.status ?? 200,
  });
}

function postLogin(c: Ctx): Promise<Response> {
  refuseForeignForm(c);
  const { typed } = bodyOf(c);
  const given = { login: one(typed, 'login'), password: one(typed, 'password') };
  const to = localPath(one(typed, 'to'));
  return submit(
    c,
    async () => {
      keepSession(c, await logIn(dbOf(c), given, visitorOf(c), c.get('session')?.hash ?? null));
      return to;
    },
    (failure) => loginPage(c, given.login, to, failure),
  );
}

function logOut(c: Ctx): Response {
  endSession(dbOf(c), sessionOf(c).hash);
  const { now, ip } = visitorOf(c);
  audit(dbOf(c), { at: now, actor: whoIs(c), act: 'logout', ip });
  dropSession(c);
  return c.redirect('/login', 303);
}

function showAccount(c: Ctx): Response | Promise<Response> {
  const [actor, now, session] = [whoIs(c), nowOf(c), sessionOf(c)];
  const secrecyAt = secrecyAcceptedAt(dbOf(c), actor.id);
  const main = accountView({
    name: actor.name,
    login: actor.login,
    operatorNo: actor.operatorNo,
    agency: actor.agencyName,
    roles: [...actor.roles].map((role) => ROLES[role]),
    secrecyAt: secrecyAt === null ? null : when(secrecyAt, now),
    sessions: sessionsOfUser(dbOf(c), actor.id, now).map((row) => ({
      device: deviceOf(row.agent),
      ip: row.ip,
      since: when(row.created_at, now),
      seen: when(row.last_seen_at, now),
      current: row.token_hash.equals(session.hash),
    })),
    csrf: session.csrf,
  });
  return page(c, { title: '我的账号', main });
}

function passwordPage(c: Ctx, failure: Failure | null): Response | Promise<Response> {
  const { mustChangePassword: first, csrf } = sessionOf(c);
  const main = passwordView({ first, login: whoIs(c).login, csrf, failure });
  return plainPage(c, { title: first ? '设置新密码' : '修改密码', main, status: failure?.status ?? 200 });
}

function postPassword(c: Ctx): Promise<Response> {
  const { typed } = bodyOf(c);
  const [current, password, repeat] = [one(typed, 'current'), one(typed, 'password'), one(typed, 'repeat')];
  const session = sessionOf(c);
  return submit(
    c,
    async () => {
      await changePassword(dbOf(c), whoIs(c), session, { current, password, repeat }, visitorOf(c));
      flash(c, 'ok', '新密码已保存，其他设备上的登录已退出。');
      return session.mustChangePassword ? '/' : '/account';
    },
    (failure) => passwordPage(c, failure),
  );
}

function postEndOthers(c: Ctx): Response {
  endOtherSessions(dbOf(c), whoIs(c), sessionOf(c), visitorOf(c));
  flash(c, 'ok', '其他设备上的登录已退出。');
  return c.redirect('/account', 303);
}

const undertakingForm = z.object({
  accept: ticked('承诺', '请阅读全文，并勾选“我已阅读全文，自愿作出以上承诺”。'),
});

function undertakingPage(c: Ctx, failure: Failure | null): Response | Promise<Response> {
  const actor = whoIs(c);
  const signedAt = secrecyAcceptedAt(dbOf(c), actor.id);
  const main = undertakingView({
    name: actor.name,
    rolesText: [...actor.roles].map((role) => ROLES[role].name).join('、'),
    hotline: policyAt(dbOf(c), nowOf(c)).hotline?.name ?? '热线中心',
    today: dayOf(nowOf(c)),
    signedAt: signedAt === null ? null : formatLocal(signedAt),
    csrf: sessionOf(c).csrf,
    failure,
  });
  return plainPage(c, { title: '保密承诺书', main, wide: true, status: failure?.status ?? 200 });
}

function postUndertaking(c: Ctx): Promise<Response> {
  return submit(
    c,
    () => {
      check(undertakingForm, bodyOf(c).typed);
      acceptSecrecy(dbOf(c), whoIs(c), visitorOf(c));
      return '/';
    },
    (failure) => undertakingPage(c, failure),
  );
}

function sessionOf(c: Ctx): Session {
  const session = c.get('session');
  if (!session) throw new Error('this route is public, nobody is signed in');
  return session;
}
