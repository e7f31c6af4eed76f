import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import {
  type Flash,
  type Html,
  type LayoutProps,
  layout,
  plainLayout,
  type Theme,
} from '../../views/ui/index.ts';
import { calendarOf } from '../calendar/current.ts';
import { missingYear } from '../calendar/working-time.ts';
import { CASE_READERS } from '../cases/visible.ts';
import { DUTY_ROLES } from '../duty/roles.ts';
import { hasRole } from '../people/actor.ts';
import { ROLES } from '../people/roles.ts';
import { policyAt } from '../policy/policy.ts';
import { mustPhoneCount } from '../tasks/task-queries.ts';
import { type Ctx, csrfOf, dbOf, nowOf, whoIs } from './context.ts';
import { navigationFor } from './navigation.ts';

export type Status = 200 | 403 | 404 | 409 | 413 | 422 | 500 | 503 | 507;

export type PageProps = {
  title: string;
  main: Html;
  status?: Status;
  wide?: boolean;
  query?: string;
};

/** A page of the desk, for somebody signed in. */
export function page(c: Ctx, props: PageProps): Response | Promise<Response> {
  const actor = whoIs(c);
  const body = layout({
    title: props.title,
    site: siteName(c),
    user: {
      name: actor.name,
      operatorNo: actor.operatorNo,
      rolesText: [...actor.roles].map((role) => ROLES[role].name).join('、'),
    },
    nav: navigationFor(actor, c.req.path + new URL(c.req.url).search),
    csrf: csrfOf(c),
    flash: takeFlash(c),
    main: props.main,
    assets: c.get('world').assets,
    theme: themeOf(c),
    canSearch: hasRole(actor, ...CASE_READERS),
    canIntake: hasRole(actor, 'operator'),
    wide: props.wide ?? false,
    query: props.query,
    notices: noticesFor(c),
  });
  return c.html(body, props.status ?? 200);
}

/** A narrow page: log-in, set-up, first steps, errors for strangers. */
export function plainPage(c: Ctx, props: PageProps): Response | Promise<Response> {
  const body = plainLayout({
    title: props.title,
    site: siteName(c),
    main: props.main,
    assets: c.get('world').assets,
    theme: themeOf(c),
    csrf: csrfOf(c),
    flash: takeFlash(c),
    wide: props.wide ?? false,
  });
  return c.html(body, props.status ?? 200);
}

const NOTICE_AHEAD_DAYS = 31;

type Notices = NonNullable<LayoutProps['notices']>;

function noticesFor(c: Ctx): Notices {
  return [...mustPhoneNotice(c), ...missingYearNotice(c)];
}

/** Q-A5: whoever is on duty sees on every page that an agency still has to be told by telephone. */
function mustPhoneNotice(c: Ctx): Notices {
  if (!hasRole(whoIs(c), ...DUTY_ROLES)) return [];
  const { open, late } = mustPhoneCount(dbOf(c), nowOf(c));
  if (open === 0) return [];
  const text = `紧急工单：${open} 个承办单位待电话通知${late > 0 ? `，其中 ${late} 个已超时` : ''}。请到值班台办理。`;
  return [{ tone: late > 0 ? 'error' : 'warn', text, href: '/duty' }];
}

/** From the first of December on, those who can do something about it are told that the next year is missing. */
function missingYearNotice(c: Ctx): Notices {
  const [db, now] = [dbOf(c), nowOf(c)];
  const policy = policyAt(db, now);
  if (!hasRole(whoIs(c), 'admin', 'supervisor') || !policy.hours) return [];
  const year = missingYear(calendarOf(db, policy), now, NOTICE_AHEAD_DAYS);
  if (year === undefined) return [];
  const text = `${year} 年的工作日历尚未录入，跨入 ${year} 年的时限无法计算，派单会被拒绝。请系统管理员在“工作日历”页录入。`;
  return [{ tone: 'warn', text, href: hasRole(whoIs(c), 'admin') ? '/calendar' : undefined }];
}

/** Says something on the next page this browser opens. */
export function flash(c: Ctx, tone: Flash['tone'], text: string): void {
  setCookie(c, 'flash', JSON.stringify({ tone, text }), {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: 60,
  });
}

function takeFlash(c: Ctx): Flash | null {
  const given = getCookie(c, 'flash');
  if (!given) return null;
  deleteCookie(c, 'flash', { path: '/' });
  try {
    const { tone, text } = JSON.parse(given) as Flash;
    return { tone: tone === 'warn' || tone === 'error' ? tone : 'ok', text: String(text) };
  } catch {
    return null;
  }
}

export function themeOf(c: Ctx): Theme {
  const chosen = getCookie(c, 'theme');
  return chosen === 'dark' || chosen === 'light' ? chosen : 'auto';
}

export function siteName(c: Ctx): string {
  return policyAt(dbOf(c), nowOf(c)).hotline?.name ?? '热线工单系统';
}
