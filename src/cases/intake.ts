import { z } from 'zod';
import { linkFiles } from '../attachments/queries.ts';
import { dayOf, monthOf } from '../calendar/local-time.ts';
import { writeCall } from '../citizens/calls.ts';
import { writeCitizen } from '../citizens/identity.ts';
import { normalisePhone } from '../citizens/phone.ts';
import type { Db } from '../db/open.ts';
import { first, prepared, q, run, transact } from '../db/query.ts';
import { dropDraft } from '../drafts/drafts.ts';
import { chosenItem, ITEM_FIELD } from '../items/choose.ts';
import { remindCase } from '../notifications/remind.ts';
import { type Actor, signature } from '../people/actor.ts';
import { type Policy, policyAt } from '../policy/policy.ts';
import { accessOf } from '../portal/access.ts';
import { askToTellContacts } from '../tasks/emergency-contacts.ts';
import { Conflict, Invalid } from '../web/errors.ts';
import { check, chosen, flag, longText, type Typed, text } from '../web/forms.ts';
import { chosenNode } from './acts/correct.ts';
import { startClock } from './clocks.ts';
import { contextOf } from './facts.ts';
import { refuseIdentityInRequest } from './identity-in-text.ts';
import { nextCaseNumber } from './number.ts';
import { offered } from './offered.ts';
import { perform } from './perform.ts';
import { placeInQueue } from './queue-place.ts';
import type { CaseRow } from './rows.ts';
import { indexCase } from './search.ts';
import { caseOfForm, hashOf, sentBefore } from './sent-form.ts';

/** What the operator takes down; order and words as on the page. */
export const intakeForm = z.object({
  phone: text('来电号码', { required: false, max: 40 }).optional(),
  name: text('诉求人姓名', { required: false, max: 40 }).optional(),
  address: text('诉求人住址', { required: false }).optional(),
  channel: chosen('来源渠道', 'channels'),
  kind: chosen('诉求类型', 'kinds'),
  text: longText('诉求内容', { rows: 8 }),
  headline: text('标题', { required: false, max: 60, help: '不填则取诉求内容的第一句。' }).optional(),
  item: chosen(ITEM_FIELD, 'items', { required: false }).optional(),
  category: chosen('诉求分类', 'categories', { required: false }).optional(),
  area: chosen('所属区域', 'areas', { required: false }).optional(),
  place: text('事发地点', { required: false }).optional(),
  urgent: flag('紧急（涉及生命财产安全）', {
    help: '立即受理派单，电话告知承办单位，当日答复，并通知应急联系人。',
  }),
  emergency: flag('突发事件（同时按紧急诉求办理）', {
    help: '另须立即报告应急联系人；承办单位先期处置后才能答复。',
  }),
  confidential: flag('诉求人要求保密'),
  anonymous: flag('匿名'),
});

/** How the call ends: decided at once, or left for later. */
export type IntakeOutcome = 'accept' | 'answer' | 'reject' | 'hold';

export type Intake = {
  typed: Typed;
  outcome: IntakeOutcome;
  /** The intake form's own key: the same form sent again finds its case. */
  key: string;
  /** When the call began; epoch ms. */
  callStartedAt: number | null;
};

/**
 * Makes a case from an intake form, with its outcome, in one transaction. A form sent twice makes one case.
 * The fields of the outcome's own form stand in `typed` beside the intake's.
 * @throws Invalid with a message for each field at fault; nothing is written then
 */
export function takeDown(
  db: Db,
  actor: Actor,
  intake: Intake,
  now: number,
): { caseId: number; repeated: boolean } {
  return transact(db, () => {
    const form = { key: intake.key, act: 'receive', typed: intake.typed };
    const before = sentBefore(db, actor.id, form);
    if (before) return { caseId: before.caseId, repeated: true };
    refuseUsedKey(db, intake.key);
    const caseId = insertCase(db, actor, intake, now);
    if (intake.outcome !== 'hold')
      perform(db, actor, { act: intake.outcome, caseId, typed: intake.typed }, now);
    remindCase(db, caseId, now);
    dropDraft(db, intake.key);
    return { caseId, repeated: false };
  });
}

/** A second tab, or the back button, with other words under the same form: never taken for the first caller. */
function refuseUsedKey(db: Db, key: string): void {
  const used = caseOfForm(db, key);
  if (used === undefined) return;
  const number = first(db, q.selectFrom('cases').select('number').where('id', '=', used))?.number;
  throw new Conflict(
    `这张登记单已经登记为工单 ${number}，没有重复登记。如是另一个来电，请再按一次结束按钮，将登记为新工单；如需更正，请打开该工单。`,
  );
}

function insertCase(db: Db, actor: Actor, intake: Intake, now: number): number {
  const policy = policyAt(db, now);
  const input = check(intakeForm, intake.typed);
  const kind = offered(policy.kinds, (each) => each.code, input.kind, 'kind', '诉求类型');
  const channel = offered(policy.channels, (each) => each.code, input.channel, 'channel', '来源渠道');
  const item = chosenItem(db, input.item);
  const phone = input.phone ? normalisePhone(input.phone, policy.hotline.areaCode) : null;
  if (!input.anonymous && !phone && !input.name) {
    throw new Invalid('请填写来电号码或姓名；诉求人不愿留下的，请勾选“匿名”。', {
      phone: '请填写来电号码，或勾选“匿名”。',
    });
  }
  const identity = {
    name: input.name ?? '',
    phone: phone?.number ?? '',
    extension: phone?.extension ?? '',
    phone_typed: input.phone ?? '',
    address: input.address ?? '',
  };
  const request = { text: input.text, headline: input.headline ?? '', place: input.place ?? '' };
  if (input.confidential) refuseIdentityInRequest(identity, request);
  const id = nextCaseId(db, now);
  run(
    db,
    q.insertInto('cases').values({
      id,
      number: nextCaseNumber(db, policy.caseNumber, now),
      status: 'received',
      kind: kind.code,
      channel: channel.code,
      headline: input.headline ?? headlineOf(input.text),
      text: input.text,
      item_id: item?.id ?? null,
      item_days: item?.reply_days ?? null,
      category_id:
        chosenNode(db, 'categories', input.category, 'category', '诉求分类') ?? item?.category_id ?? null,
      area_id: chosenNode(db, 'areas', input.area, 'area', '所属区域'),
      place: input.place ?? '',
      urgent: input.urgent || input.emergency ? 1 : 0,
      emergency: input.emergency ? 1 : 0,
      confidential: input.confidential ? 1 : 0,
      anonymous: input.anonymous ? 1 : 0,
      first_operator: actor.id,
      received_at: now,
      received_day: dayOf(now),
      received_month: monthOf(now),
      last_event_at: now,
      last_act: 'receive',
      intake_key: intake.key,
    }),
  );
  writeCitizen(db, id, identity, input.confidential);
  accessOf(db, id, now);
  recordReceipt(db, actor, id, policy, intake, phone?.number ?? '', now);
  return id;
}

function recordReceipt(
  db: Db,
  actor: Actor,
  caseId: number,
  policy: Policy,
  intake: Intake,
  number: string,
  now: number,
): void {
  const { id: eventId } = run(
    db,
    q.insertInto('events').values({
      case_id: caseId,
      at: now,
      user_id: actor.id,
      who: signature(actor),
      act: 'receive',
      to_status: 'received',
      form_key: intake.key,
      form_hash: hashOf(db, { key: intake.key, act: 'receive', typed: intake.typed }),
    }),
  );
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', caseId));
  if (!given) throw new Error(`case ${caseId} was not written`);
  startClock(db, contextOf(db, actor, given, null, now), 'accept');
  if (given.urgent === 1 || given.emergency === 1) askToTellContacts(db, caseId, now);
  placeInQueue(db, caseId, 'received', given.urgent === 1);
  indexCase(db, caseId);
  linkFiles(db, intake.key, caseId, eventId);
  if (given.channel === policy.channels[0]?.code) recordCall(db, actor, given, intake, number, now);
}

/** C-A1: the call itself: number, who took it, from when to when. */
function recordCall(db: Db, actor: Actor, given: CaseRow, intake: Intake, number: string, now: number): void {
  const startedAt = intake.callStartedAt ?? now;
  writeCall(db, given, {
    direction: 'in',
    number,
    user_id: actor.id,
    started_at: startedAt,
    answered_at: startedAt,
    ended_at: now,
  });
}

const NEXT_ID = 'SELECT max(id) FROM cases WHERE id BETWEEN ? AND ?';

/** Ids follow the time of receipt, also for imported cases: seconds * 1000 + a running number within the second. */
export function nextCaseId(db: Db, receivedAt: number): number {
  let second = Math.floor(receivedAt / 1000);
  for (;;) {
    const last = prepared(db, NEXT_ID)
      .pluck()
      .get(second * 1000, second * 1000 + 999) as number | null;
    if (last === null) return second * 1000;
    if (last % 1000 < 999) return last + 1;
    second += 1;
  }
}

/** The first sentence of what was said, at most 30 characters. */
export function headlineOf(body: string): string {
  const sentence = body.trim().split(/[。！？!?；;\n]/, 1)[0] ?? '';
  const characters = [...(sentence || body.trim())];
  return characters.length > 30 ? `${characters.slice(0, 29).join('')}…` : characters.join('');
}
