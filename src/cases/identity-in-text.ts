import { citizenOf } from '../citizens/identity.ts';
import type { Db } from '../db/open.ts';
import { type Entered, identityIn } from '../rules/identity-in-text.ts';
import { Invalid } from '../web/errors.ts';
import type { ActContext } from './act.ts';
import type { CaseRow } from './rows.ts';

/** Acts in which the hotline writes to agencies. None that an agency does: by trying it would learn who asked. */
export const READ_BY_AGENCIES: ReadonlySet<string> = new Set([
  'dispatch',
  'add_assist',
  'recall',
  'waive',
  'send_back',
  'settle_overlap',
  'grant_return',
  'refuse_return',
  'grant_extension',
  'refuse_extension',
  'send_letter',
  'send_again',
  'key_in_advice',
  'phone_told',
  'phone_failed',
  'press',
  'supervise',
  'demand_again',
  'release',
  'revoke',
  'instruct',
  'record_instruction',
  'confirm_exemption',
  'refuse_appeal',
]);

export type Request = Pick<CaseRow, 'text' | 'headline' | 'place'>;

const REQUEST: Readonly<Record<keyof Request, string>> = {
  text: '诉求内容',
  headline: '标题',
  place: '事发地点',
};

/**
 * Q-A7: the agency complained of reads the request; of a confidential case it must not say who asked.
 * @throws Invalid at the field that holds what was entered as name, number or address
 */
export function refuseIdentityInRequest(entered: Entered, request: Request): void {
  refuse(faultsOf(entered, Object.entries(REQUEST), request, '提交'));
}

/**
 * Q-A7: nor may what the hotline writes to agencies; nothing goes out while the request itself still says it.
 * @throws Invalid at the field that holds it
 */
export function refuseIdentityToAgency(
  db: Db,
  { case: given }: ActContext,
  act: string,
  input: Readonly<Record<string, unknown>>,
): void {
  if (given.confidential !== 1 || !READ_BY_AGENCIES.has(act)) return;
  const entered = citizenOf(db, given.id);
  if (!entered) return;
  const written = Object.keys(input).map((field): [string, string] => [field, '这段文字']);
  refuse(faultsOf(entered, written, input, '提交'));
  if (act !== 'dispatch') return;
  const [fault] = Object.values(faultsOf(entered, Object.entries(REQUEST), given, '派单', '点“更正登记”，'));
  if (fault) throw new Invalid(fault);
}

/**
 * C-M1: the public reply is read by everybody. Where the case is confidential it is not judged before the hotline's
 * own check, or the agency would learn by trying who asked.
 * @throws Invalid at the field
 */
export function refuseNameInReply(db: Db, caseId: number, reply: string): void {
  const named = namedInReply(db, caseId, reply);
  if (!named) return;
  const message = `公开答复中写有诉求人的${named}，请删去后再提交，已填写的内容都在。`;
  throw new Invalid(message, { publicReply: message });
}

/** "姓名、电话" where a public reply names the citizen; null where it does not. */
export function namedInReply(db: Db, caseId: number, reply: string): string | null {
  const entered = citizenOf(db, caseId);
  const traits = entered ? identityIn({ ...entered, address: '' }, reply) : [];
  return traits.join('、') || null;
}

function faultsOf(
  entered: Entered,
  fields: readonly (readonly [field: string, label: string])[],
  texts: Readonly<Record<string, unknown>>,
  verb: string,
  how = '',
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(([field, label]) => {
      const text = texts[field];
      const traits = typeof text === 'string' ? identityIn(entered, text) : [];
      if (traits.length === 0) return [];
      const instead = traits.includes('住址') ? '“诉求人”“住处附近”' : '“诉求人”';
      const found = `诉求人要求保密，${label}中写有其${traits.join('、')}，承办单位会看到。`;
      return [[field, `${found}请${how}改为${instead}等说法后再${verb}，已填写的内容都在。`]];
    }),
  );
}

function refuse(fields: Record<string, string>): void {
  const [message] = Object.values(fields);
  if (message) throw new Invalid(message, fields);
}
