import { pick } from '../../../src/demo/texts/random.ts';
import { start } from './clocks.ts';
import type { Assigned, Life } from './life.ts';

const SATISFACTION = ['very_satisfied', 'satisfied', 'satisfied', 'basically'] as const;

/** What an act writes beside its event, by act; returns the words for the timeline. */
export const RECORDS: Readonly<Record<string, (life: Life, at: number) => string>> = {
  answer: ({ row, words }) => {
    row.answer = words.reply;
    row.outcome = 'answered';
    return words.reply;
  },
  reject: ({ row }) => {
    row.rejection_reason = 'other-channel';
    row.outcome = 'rejected';
    return '不属于本热线受理范围。通话中已告知';
  },
  dispatch: (life, at) => `牵头：${assign(life, at).office.name}；意见：请依法依规办理并答复诉求人。`,
  sign: (life, at) => {
    const given = last(life);
    const handler = pick(life.random, given.office.handlers);
    given.handler_id = handler.id;
    given.signed_at = at;
    return `经办人：${handler.signature}`;
  },
  contact: (life, at) => {
    const given = last(life);
    given.contacted_at = at;
    const by = given.office.handlers[0]?.id ?? 0;
    const result = '已电话联系诉求人，了解具体位置和时间，告知将到现场核实。';
    life.rows.first_contacts.push({ assignment_id: given.id, at, how: 'phone', result, by_user: by });
    return result;
  },
  submit: (life, at) => {
    const given = last(life);
    const by = given.office.handlers[0]?.id ?? 0;
    given.submitted_by = by;
    life.rows.replies.push({
      ...{ assignment_id: given.id, case_id: life.row.id, conclusion: 'solved' },
      ...{ handling: life.words.handling, public_reply: life.words.reply },
      ...{ told_how: 'phone', told_at: at, submitted_by: by, submitted_at: at },
    });
    return '结论：已解决';
  },
  approve: (life, at) => {
    const given = last(life);
    given.replied_at = at;
    const reply = life.rows.replies.at(-1);
    if (reply) Object.assign(reply, { approved_by: given.office.leader.id, approved_at: at });
    return '';
  },
  grant_return: () => '同意退件，另行派单。',
  ask_return: () => '该事项属其他单位职责，建议另派。依据：部门职责规定。',
  call_back: (life, at) => {
    const satisfaction = pick(life.random, SATISFACTION);
    life.rows.callbacks.push({
      ...{
        case_id: life.row.id,
        round: life.row.round ?? 0,
        at,
        by_user: pick(life.random, life.cast.clerks).id,
      },
      ...{ reached: 'yes', contacted: 'yes', solved: 'solved', satisfaction },
    });
    return '已接通，承办单位联系过诉求人，已解决';
  },
  verify: (life, at) => {
    const finding = '经核实，问题尚未彻底解决，由原承办单位重办。';
    life.rows.verifications.push({
      ...{
        case_id: life.row.id,
        round: life.row.round ?? 0,
        at,
        by_user: pick(life.random, life.cast.supervisors).id,
      },
      ...{ method: 'phone', finding, agency_responsible: 1, redo_reason: 'recurred' },
    });
    life.row.round = (life.row.round ?? 0) + 1;
    assign(life, at);
    return `电话核实：${finding}`;
  },
};

function last(life: Life): Assigned {
  const given = life.assignments.at(-1);
  if (!given) throw new Error('the case is with no agency');
  return given;
}

function assign(life: Life, at: number): Assigned {
  const { office } = life;
  const given: Assigned = {
    ...{
      id: life.nextAssignment(),
      case_id: life.row.id,
      agency_id: office.id,
      role: 'lead',
      status: 'unsigned',
    },
    ...{ round: life.row.round ?? 0, opinion: '请依法依规办理并答复诉求人。', dispatched_at: at, office },
    ...{ signed_at: null, contacted_at: null, replied_at: null, handler_id: null, submitted_by: null },
    ...{ next_clock: null, next_due_at: null, queue_rank: null },
  };
  life.assignments.push(given);
  life.row.lead_agency_id = office.id;
  start(life, 'sign', at, given);
  start(life, 'reply', at, given);
  return given;
}
