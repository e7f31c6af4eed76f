import { calendarOf } from '../calendar/current.ts';
import { sayRemaining } from '../calendar/words.ts';
import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { nameIn, type Policy, policyAt } from '../policy/policy.ts';
import { accessOf } from '../portal/access.ts';
import type { ReminderRule } from '../presets/types.ts';
import { extensionLatest } from '../rules/extension.ts';
import { nodePath } from '../trees/queries.ts';
import { filledIn } from './filled.ts';
import { CONFIDENTIAL_HEADLINE, headlineInMessage } from './headline.ts';
import { limitSpokenOf } from './limit-spoken-of.ts';
import { occasionOf, topicOf } from './occasions.ts';
import { namesIn, type PlaceholderName, placeholdersOf, TELLING } from './placeholders.ts';
import { pressWords } from './press-words.ts';
import { agencyPost } from './recipient-queries.ts';
import { sayDue } from './say-due.ts';
import { citizensAddress, linked } from './site-links.ts';

/**
 * What a reminder is about. `clock`: the limit it speaks of; null of acts, which speak of the reply's.
 * `policy`: in force now. `now`: when it is to go out (epoch ms).
 */
export type Speaking = {
  case: CaseRow;
  assignment: AssignmentRow | null;
  clock: { due_at: number } | null;
  policy: Policy;
  now: number;
};

export type Rendered = {
  /** Of e-mails. */
  subject: string;
  text: string;
  /**
   * The value of each placeholder of the occasion, for gateways that know texts by template only; what the case is
   * about only where the text says it as well.
   */
  facts: Record<string, string>;
};

/** Puts a rule into words for one case. Writes the case's access code where a citizen is told of it. */
export function renderRule(db: Db, rule: ReminderRule, of: Speaking): Rendered {
  const values = placeholderValues(db, rule, of);
  const said = new Set(namesIn(rule.text));
  const names = placeholdersOf(rule.occasion)
    .map(({ name }) => name as PlaceholderName)
    .filter((name) => said.has(name) || !TELLING.has(name));
  const facts = Object.fromEntries(names.map((name) => [name, values[name]()]));
  const text = filledIn(rule.text, facts);
  const urgency = urgencyMark(rule, of.case);
  const subject = subjectOf(rule, of);
  return {
    subject: urgency ? `【${urgency}】${subject}` : subject,
    // Square brackets at the beginning of an SMS are a signature to carriers.
    text: urgency && !namesUrgency(rule.text, urgency) ? `${urgency}：${text}` : text,
    facts,
  };
}

/** Q-A5, Q-A6: what is urgent is seen before it is read; citizens know it themselves. */
function urgencyMark({ occasion }: ReminderRule, { emergency, urgent }: CaseRow): string {
  if (occasionOf(occasion).to[0] === 'citizen') return '';
  return emergency === 1 ? '突发' : urgent === 1 ? '紧急' : '';
}

/** A rule that names it in its own words needs no mark. */
function namesUrgency(ruleText: string, mark: string): boolean {
  return namesIn(ruleText).includes('紧急程度') || ruleText.includes(mark);
}

/** "【市民热线】催办：工单 20261123-0001 签收超期" */
function subjectOf({ occasion, presses }: ReminderRule, { case: given, policy }: Speaking): string {
  const word = presses || occasion === 'pressed' ? '催办' : '提醒';
  return `【${policy.hotline.name}】${word}：工单 ${given.number} ${topicOf(occasion)}`;
}

type Values = Readonly<Record<PlaceholderName, () => string>>;

function placeholderValues(db: Db, rule: ReminderRule, of: Speaking): Values {
  const { case: given, policy, now } = of;
  const judged = policyAt(db, given.received_at);
  const due = of.clock?.due_at ?? limitSpokenOf(db, rule.occasion, given.id, of.assignment?.id ?? null);
  const remaining = () => (due === null ? '' : sayRemaining(calendarOf(db, judged), due, now));
  return {
    工单号: () => given.number,
    标题: () => headlineOf(of),
    类型: () => nameIn(judged.kinds, given.kind),
    紧急程度: () => (given.emergency === 1 ? '突发' : given.urgent === 1 ? '紧急' : '一般'),
    区域: () => (given.confidential === 1 ? '' : lastOf(nodePath(db, 'areas', given.area_id))),
    单位: () => agencyName(db, of.assignment?.agency_id ?? given.lead_agency_id),
    时限: () => (due === null ? '' : sayDue(due, now)),
    剩余: () => remaining(),
    超期: () => (due !== null && now > due ? remaining() : ''),
    催办内容: () => pressWords(db, given),
    延期截止: () => latestAsk(db, judged, due, now),
    链接: () => linked(policy.sending.address, `/cases/${given.id}`),
    热线名称: () => policy.hotline.name,
    热线号码: () => policy.hotline.number,
    查询码: () => accessOf(db, given.id, now).code,
    评价链接: () => linked(citizensAddress(policy.sending), `/r/${accessOf(db, given.id, now).token}`),
  };
}

/** Whom a case was taken back from reads no more of it. */
function headlineOf({ case: given, assignment }: Speaking): string {
  if (given.confidential === 1) return CONFIDENTIAL_HEADLINE;
  const isLost = assignment?.status === 'withdrawn' || assignment?.status === 'returned';
  return isLost ? '' : headlineInMessage(given.headline);
}

function lastOf(path: string): string {
  return path.split(' / ').at(-1) ?? '';
}

function agencyName(db: Db, id: number | null): string {
  return id === null ? '' : (agencyPost(db, id)?.short_name ?? '');
}

/** Q-D8, under the policy that the case is judged by. */
function latestAsk(db: Db, judged: Policy, due: number | null, now: number): string {
  const latest = due === null ? null : extensionLatest(calendarOf(db, judged), due, judged.limits);
  return latest === null ? '' : sayDue(latest, now);
}
