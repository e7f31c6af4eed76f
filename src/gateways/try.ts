import { isEmail } from '../agencies/names.ts';
import { audit } from '../audit/audit.ts';
import { MINUTE } from '../calendar/days.ts';
import { normalisePhone } from '../citizens/phone.ts';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { prepared, q, run, transact } from '../db/query.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Actor } from '../people/actor.ts';
import { policyAt } from '../policy/policy.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import type { Channel, Outcome, Outgoing, Settings } from './channels/channel.ts';
import { channelOf } from './channels/index.ts';
import { gatewayById } from './queries.ts';
import type { GatewayRow } from './rows.ts';
import { NO_KEY, settingsOf } from './settings.ts';

const PATIENCE = 20_000;
/** Longer than a test may take: no round of delivery takes the message meanwhile. */
const LEASE = 2 * MINUTE;

/**
 * Sends a test message through one gateway at once, whatever its state, and puts what came of it on record. It is
 * tried once: whoever asked sees the result.
 * @param now epoch ms, read again after sending
 * @throws Invalid where the address is none or the settings cannot be opened
 */
export async function testGateway(
  db: Db,
  actor: Actor,
  id: number,
  typed: string,
  now: () => number,
): Promise<Outcome> {
  const { gateway, channel, settings } = ready(db, id);
  const to = addressFrom(db, gateway, typed, now());
  const { messageId, tryId, outgoing } = transact(db, () => begin(db, actor, gateway, to, now()));
  const outcome = await tried(channel, settings, outgoing);
  await throughGate(db, () => transact(db, () => end(db, { gateway, messageId, tryId }, outcome, now())));
  return outcome;
}

function ready(db: Db, id: number): { gateway: GatewayRow; channel: Channel; settings: Settings } {
  const gateway = gatewayById(db, id);
  const channel = gateway && channelOf(gateway.channel);
  if (!gateway || !channel) throw new NotFound();
  const settings = settingsOf(db, gateway);
  if (!settings) throw new Invalid(NO_KEY);
  return { gateway, channel, settings };
}

function addressFrom(db: Db, { medium }: GatewayRow, typed: string, now: number): string {
  const given = typed.trim();
  if (medium === 'email') {
    if (isEmail(given)) return given;
    throw new Invalid('没有发送。', { to: '请填写完整的邮箱地址，例如 zhang@example.gov.cn。' });
  }
  const phone = normalisePhone(given, policyAt(db, now).hotline?.areaCode);
  if (phone?.kind === 'mobile') return phone.number;
  throw new Invalid('没有发送。', { to: '请填写 11 位手机号码，例如 13800000000。' });
}

function begin(db: Db, actor: Actor, gateway: GatewayRow, to: string, now: number) {
  const site = policyAt(db, now).hotline?.name ?? '热线';
  const subject = `${site}测试邮件`;
  const words = `这是${site}工单系统的测试消息，收到即表示“${gateway.name}”可以正常发送。`;
  const text = gateway.medium === 'sms' ? `${words}${gateway.signature}` : words;
  const messageId = enqueue(db, { ...messageFor(actor, gateway, to, now), subject, text }, now);
  if (messageId === null) throw new Invalid('刚刚已发送过一次测试，请稍候再试。');
  const uid = uidOf(db, messageId);
  const sending = {
    status: 'sending' as const,
    not_before: now + LEASE,
    attempts: 1,
    gateway_id: gateway.id,
  };
  run(db, q.updateTable('messages').set(sending).where('id', '=', messageId));
  const begun = { message_id: messageId, gateway_id: gateway.id, at: now };
  const tryId = run(db, q.insertInto('message_tries').values(begun)).id;
  audit(db, { at: now, actor, act: 'gateway_tested', subject: gateway.name, detail: { id: gateway.id } });
  const template = { rule: 'test', values: {} };
  const outgoing: Outgoing = {
    uid,
    to,
    recipientName: actor.name,
    subject,
    text,
    html: '',
    template,
    thread: null,
    now,
  };
  return { messageId, tryId, outgoing };
}

function uidOf(db: Db, messageId: number): string {
  return String(prepared(db, 'SELECT uid FROM messages WHERE id = ?').pluck().get(messageId));
}

function messageFor(actor: Actor, { medium }: GatewayRow, address: string, now: number) {
  const about = {
    rule: 'test',
    occasion: 'test',
    audience: 'admin',
    stage: now,
    dueVersion: 0,
    urgent: false,
  };
  const none = { caseId: null, assignmentId: null, clockId: null, facts: {} };
  const recipient = { recipient: `admin:${actor.id}`, recipientName: actor.name, address };
  return { medium, ...about, ...none, ...recipient, notBefore: now };
}

async function tried(channel: Channel, settings: Settings, outgoing: Outgoing): Promise<Outcome> {
  try {
    return await channel.send(settings, outgoing, AbortSignal.timeout(PATIENCE));
  } catch (error) {
    return { result: 'unsure', why: `发送时出错，不能确定是否送出：${String(error).slice(0, 100)}` };
  }
}

type Begun = { gateway: GatewayRow; messageId: number; tryId: number };

function end(db: Db, { gateway, messageId, tryId }: Begun, outcome: Outcome, now: number): void {
  const taken = outcome.result === 'taken';
  const why = taken ? '' : outcome.why;
  run(
    db,
    q
      .updateTable('message_tries')
      .set({ ended_at: now, result: outcome.result, why })
      .where('id', '=', tryId),
  );
  const ended = taken
    ? { status: 'sent' as const, sent_at: now, gateway_ref: outcome.ref }
    : { status: 'cancelled' as const, ended_at: now, note: `测试没有成功。${why}` };
  run(db, q.updateTable('messages').set(ended).where('id', '=', messageId));
  if (!taken) return;
  const fine = { last_ok_at: now, down_since: null, down_until: null, fault: '' };
  run(db, q.updateTable('gateways').set(fine).where('id', '=', gateway.id));
}
