import { messageView } from '../../views/outbox/message.ts';
import { outboxView } from '../../views/outbox/outbox.ts';
import { exactTime } from '../calendar/words.ts';
import { momentOf } from '../cases/page/moment.ts';
import { CASE_READERS } from '../cases/visible.ts';
import { RESULTS } from '../gateways/words.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import { withoutToken } from '../portal/access.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { flash, page } from '../web/page.ts';
import { cancel, isCancellable, isPhonable, isResendable, phoned, resend, resendFailed } from './acts.ts';
import { MEDIA, MESSAGE_STATUS, type Medium, type MessageStatus } from './message.ts';
import {
  countMessages,
  countResendable,
  listMessages,
  MESSAGES_A_PAGE,
  type OutboxFilter,
  type OutboxLine,
  outboxLine,
  triesOf,
} from './queries.ts';
import { CALLERS, OUTBOX_READERS } from './roles.ts';
import { aboutWords, MESSAGE_TONES, recipientWords } from './words.ts';

/** 消息发件箱 (X-F1): what went out, what waits, what failed. */
export function outboxRoutes(routes: Routes): void {
  routes.get('/outbox', OUTBOX_READERS, showOutbox);
  routes.get('/outbox/:id', OUTBOX_READERS, showMessage);
  routes.post('/outbox/resend-failed', OUTBOX_READERS, sendFailedAgain);
  routes.post('/outbox/:id/resend', OUTBOX_READERS, sendAgain);
  routes.post('/outbox/:id/cancel', OUTBOX_READERS, takeBack);
  routes.post('/outbox/:id/phoned', TELLERS, tell);
}

/** Operators have the call list alone. */
const TELLERS = CALLERS.filter((role) => OUTBOX_READERS.includes(role));

/** What stands open comes first, with its number. */
const COUNTED: ReadonlySet<MessageStatus> = new Set(['dead', 'uncertain', 'queued', 'to_phone']);
const TABS: readonly MessageStatus[] = [
  'dead',
  'uncertain',
  'queued',
  'to_phone',
  'sent',
  'delivered',
  'phoned',
  'cancelled',
];

function showOutbox(c: Ctx): Response | Promise<Response> {
  const db = dbOf(c);
  const filter = filterOf(c);
  const lines = listMessages(db, filter);
  const shown = lines.slice(0, MESSAGES_A_PAGE);
  const failed = filter.status === 'dead' ? countResendable(db) : '0';
  const main = outboxView({
    states: [
      { text: '全部', href: addressOf({ ...filter, status: null, before: null }), current: !filter.status },
      ...TABS.map((status) => ({
        text: MESSAGE_STATUS[status],
        href: addressOf({ ...filter, status, before: null }),
        current: filter.status === status,
        count: COUNTED.has(status) ? countMessages(db, status).replace(/^0$/, '') : null,
      })),
    ],
    status: filter.status ?? '',
    filter: { text: filter.text, medium: filter.medium ?? '' },
    media: Object.entries(MEDIA).map(([value, text]) => ({ value, text })),
    filtered: filter.text !== '' || filter.medium !== null || filter.status !== null,
    rows: shown.map((line) => rowOf(line, nowOf(c))),
    failed: failed === '0' ? '' : failed,
    csrf: csrfOf(c),
    firstHref: filter.before === null ? null : addressOf({ ...filter, before: null }),
    nextHref: lines.length > shown.length ? addressOf({ ...filter, before: shown.at(-1)?.id ?? null }) : null,
  });
  return page(c, { title: '消息发件箱', main, wide: true });
}

function filterOf(c: Ctx): OutboxFilter {
  const asked = (name: string) => c.req.query(name)?.trim() ?? '';
  const status = asked('status');
  const medium = asked('medium');
  return {
    status: Object.hasOwn(MESSAGE_STATUS, status) ? (status as MessageStatus) : null,
    medium: Object.hasOwn(MEDIA, medium) ? (medium as Medium) : null,
    text: asked('q').slice(0, 40),
    before: /^\d{1,15}$/.test(asked('before')) ? Number(asked('before')) : null,
  };
}

function addressOf({ status, medium, text, before }: OutboxFilter): string {
  const query = new URLSearchParams({
    ...(status ? { status } : {}),
    ...(medium ? { medium } : {}),
    ...(text ? { q: text } : {}),
    ...(before === null ? {} : { before: String(before) }),
  });
  return query.size > 0 ? `/outbox?${query}` : '/outbox';
}

function rowOf(line: OutboxLine, now: number) {
  return {
    id: line.id,
    about: aboutWords(line.occasion),
    recipient: recipientWords(line),
    medium: MEDIA[line.medium],
    caseNumber: line.case_number ?? '',
    tone: MESSAGE_TONES[line.status],
    state: MESSAGE_STATUS[line.status],
    attempts: line.attempts,
    created: momentOf(line.created_at, now),
    note: line.note,
  };
}

function showMessage(c: Ctx): Response | Promise<Response> {
  const [db, now] = [dbOf(c), nowOf(c)];
  const message = outboxLine(db, idOf(c, 'id'));
  if (!message) throw new NotFound('没有找到这条消息。');
  const reads = mayRead(whoIs(c), message);
  const main = messageView({
    id: message.id,
    about: aboutWords(message.occasion),
    tone: MESSAGE_TONES[message.status],
    state: MESSAGE_STATUS[message.status],
    note: message.note,
    rows: rowsOf(message, reads),
    caseLink:
      reads && message.case_id !== null
        ? { href: `/cases/${message.case_id}`, text: message.case_number ?? '' }
        : null,
    text: reads ? withoutToken(message.text) : null,
    tries: triesOf(db, message.id).map((each) => ({
      at: momentOf(each.at, now),
      gateway: each.gateway ?? '',
      result: each.result === null ? '正在发送' : (RESULTS[each.result] ?? each.result),
      why: each.why,
    })),
    canResend: isResendable(message),
    mayArriveTwice: message.status === 'uncertain' || message.was_uncertain === 1,
    canCancel: isCancellable(message),
    canPhone: isPhonable(message) && hasRole(whoIs(c), ...TELLERS),
    csrf: csrfOf(c),
  });
  return page(c, { title: aboutWords(message.occasion), main });
}

/** Texts that speak of no case. */
const OPEN_RULES: ReadonlySet<string> = new Set(['alarm', 'test']);

/** The administrator sees how messages go, never what cases are about; a digest speaks of many (Q-M1). */
function mayRead(actor: Actor, { rule }: OutboxLine): boolean {
  return OPEN_RULES.has(rule) || hasRole(actor, ...CASE_READERS);
}

function rowsOf(message: OutboxLine, reads: boolean): [string, string][] {
  return [
    ['收件人', recipientWords(message)],
    ['方式', MEDIA[message.medium]],
    ['号码或邮箱', message.audience === 'citizen' ? '诉求人号码，发送时读取，不在此显示' : message.address],
    ['主题', message.medium === 'email' && reads ? message.subject : ''],
    ['短信条数', message.parts > 0 ? `${message.parts} 条` : ''],
    ['生成', exactTime(message.created_at)],
    ['最早发送', message.status === 'queued' ? exactTime(message.not_before) : ''],
    ['发送', message.sent_at === null ? '' : exactTime(message.sent_at)],
  ];
}

function sendAgain(c: Ctx): Response {
  const id = idOf(c, 'id');
  resend(dbOf(c), whoIs(c), id, nowOf(c));
  flash(c, 'ok', '已放回待发送，马上发送。');
  return c.redirect(`/outbox/${id}`, 303);
}

function takeBack(c: Ctx): Response {
  const id = idOf(c, 'id');
  cancel(dbOf(c), whoIs(c), id, nowOf(c));
  flash(c, 'ok', '已取消，这条消息不再发送。');
  return c.redirect(`/outbox/${id}`, 303);
}

function tell(c: Ctx): Response {
  const id = idOf(c, 'id');
  phoned(dbOf(c), whoIs(c), id, one(bodyOf(c).typed, 'note'), nowOf(c));
  flash(c, 'ok', '已登记电话通知，这条消息不再发送。');
  return c.redirect(`/outbox/${id}`, 303);
}

function sendFailedAgain(c: Ctx): Response {
  const count = resendFailed(dbOf(c), whoIs(c), nowOf(c));
  flash(c, 'ok', `已将 ${count} 条发送失败的消息放回待发送。`);
  return c.redirect('/outbox', 303);
}
