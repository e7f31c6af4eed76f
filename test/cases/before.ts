import { setPolicy } from '../../src/policy/policy.ts';
import type { Typed } from '../../src/web/forms.ts';
import { Life, SATISFIED } from './life.ts';
import { addOutside } from './outside.ts';

/** How to bring a case to where an act is possible, for the walk over the tables. */
export const BEFORE: Record<string, (life: Life) => Life> = {
  accept: (life) => life.take(),
  answer: (life) => life.take(),
  reject: (life) => life.take(),
  correct: (life) => life.take(),
  dispatch: (life) => life.take({}, 'accept'),
  recall: (life) => life.dispatched(),
  waive: (life) => life.dispatched({}, [life.cast.agencies.housing]),
  pass: (life) => life.replied(),
  send_back: (life) => life.replied(),
  call_back: (life) => life.toCallBack(),
  appoint: (life) => life.toCallBack(),
  verify: (life) => life.toVerify(),
  archive: (life) => closed(life),
  note: (life) => life.dispatched(),
  call: (life) => life.dispatched(),
  sign: (life) => life.dispatched(),
  contact: (life) => life.signed(),
  submit: (life) => life.contacted(),
  approve: (life) => life.submitted(),
  disapprove: (life) => life.submitted(),
  ask_return: (life) => life.signed(),
  grant_return: (life) => askReturn(life.signed()),
  refuse_return: (life) => askReturn(life.signed()),
  advise: (life) =>
    life
      .dispatched({}, [life.cast.agencies.housing])
      .onAssist(life.cast.assistHandler, 'sign', { handler: String(life.cast.assistHandler.id) }),
  overrule: (life) => life.take({ reason: 'beyond_powers', told: 'on_the_line' }, 'reject'),
  withdraw_case: (life) => life.dispatched(),
  withdraw_late: (life) => life.dispatched(),
  hand_down: (life) => life.signed(),
  report_overlap: (life) => life.dispatched(),
  settle_overlap: (life) => reportOverlap(life.dispatched()),
  add_assist: (life) => life.dispatched(),
  ask_extension: (life) => life.signed(),
  agree_extension: (life) => askExtension(life.signed()),
  decline_extension: (life) => askExtension(life.signed()),
  grant_extension: (life) => agreeExtension(life.signed()),
  refuse_extension: (life) => agreeExtension(life.signed()),
  tell_extension: (life) => grantExtension(life.signed()),
  relay_extension: (life) => grantExtension(life.signed({ confidential: '1' })),
  send_letter: (life) => outside(life),
  send_again: (life) => written(outside(life)),
  key_in_reply: (life) => written(outside(life)),
  key_in_advice: (life) => {
    life.dispatched({}, [addOutside(life.db, ...named(life))]);
    return life.onAssist(life.cast.dispatcher, 'send_letter', letter(life));
  },
  make_urgent: (life) => life.take(),
  make_emergency: (life) => life.take(),
  report_up: (life) => life.take(),
  owe_answer: (life) => life.take(),
  contact_told: (life) => life.take({ urgent: '1' }),
  phone_told: (life) => life.dispatched({ urgent: '1' }),
  phone_failed: (life) => life.dispatched({ urgent: '1' }),
  contain: (life) => life.dispatched({ emergency: '1' }),
  press: (life) => life.dispatched(),
  supervise: (life) => life.dispatched(),
  rectify: (life) => supervise(life.dispatched()),
  revoke: (life) => supervise(life.dispatched()),
  instruct: (life) => supervise(life.dispatched()),
  record_instruction: (life) => life.dispatched(),
  demand_again: (life) => rectify(life.dispatched()),
  release: (life) => rectify(life.dispatched()),
  redo: (life) => life.toCallBack(),
  fulfil: (life) => {
    const { cast } = life.toCallBack();
    life.do(cast.supervisor, 'redo', { reason: 'attitude', ground: '态度生硬。' });
    return life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  },
  appeal: (life) => closed(life),
  propose_exemption: (life) => closed(life),
  confirm_exemption: (life) => proposeExemption(closed(life)),
  refuse_appeal: (life) => proposeExemption(closed(life)),
  spot_check: (life) => {
    const everyOne = [{ kind: '', agency: '', percent: 100 }];
    setPolicy(life.db, { spotChecks: everyOne }, { userId: null, from: 0, now: life.now });
    return closed(life);
  },
  suspend: (life) => life.dispatched(),
  review: (life) => suspend(life.dispatched()),
  resume: (life) => suspend(life.dispatched()),
  merge: (life) => life.dispatched(),
  unmerge: (life) => merge(life),
  link: (life) => life.dispatched(),
  unlink: (life) => life.dispatched().do(life.cast.dispatcher, 'link', { number: another(life), why: '' }),
};

export function askReturn(life: Life): Life {
  const { cast } = life;
  return life.onLead(cast.handler, 'ask_return', {
    proposed: String(cast.agencies.traffic),
    reason: '路段属交通部门养护。',
    ground: '公路养护职责分工。',
  });
}

export function suspend(life: Life): Life {
  return life.do(life.cast.supervisor, 'suspend', { reason: '待道路改造立项。', reviewOn: '2026-12-21' });
}

export function merge(life: Life): Life {
  const main = another(life);
  return life.dispatched().do(life.cast.dispatcher, 'merge', { number: main, reason: '同一处路灯。' });
}

export function withdrawn(life: Life): Life {
  return life
    .dispatched()
    .do(life.cast.dispatcher, 'withdraw_case', { how: 'phone', reason: '问题已自行解决。' });
}

function closed(life: Life): Life {
  return life.toCallBack().do(life.cast.clerk, 'call_back', SATISFIED);
}

function reportOverlap(life: Life): Life {
  const { cast } = life;
  const typed = { other: String(cast.agencies.traffic), overlap: '灯杆在公路用地范围内。' };
  return life.onLead(cast.handler, 'report_overlap', typed);
}

function askExtension(life: Life): Life {
  return life.onLead(life.cast.handler, 'ask_extension', { days: '5', reason: '需采购灯具。' });
}

function agreeExtension(life: Life): Life {
  return askExtension(life).onLead(life.cast.agencyLeader, 'agree_extension');
}

function grantExtension(life: Life): Life {
  return agreeExtension(life).onLead(life.cast.dispatcher, 'grant_extension');
}

function outside(life: Life): Life {
  const { cast } = life.take({}, 'accept');
  return life.do(cast.dispatcher, 'dispatch', {
    lead: String(addOutside(life.db, ...named(life))),
    assists: [],
  });
}

/** A unit of its own for each life. */
const named = ({ caseId, now }: Life): [string, string] => [`省属单位${caseId}${now}`, `单位${caseId}${now}`];

function written(life: Life): Life {
  return life.onLead(life.cast.dispatcher, 'send_letter', letter(life));
}

const letter = (life: Life): Typed => ({ how: 'email', to: 'office@example.cn', at: life.local() });

function supervise(life: Life): Life {
  const order = { instrument: 'rectify', ground: '拖延办理。', requirement: '限期修复。', days: '5' };
  return life.do(life.cast.supervisor, 'supervise', order);
}

function rectify(life: Life): Life {
  return supervise(life).do(life.cast.handler, 'rectify', { report: '已更换灯具。' });
}

function proposeExemption(life: Life): Life {
  return life.do(life.cast.supervisor, 'propose_exemption', { reason: '权属证明属实。' });
}

/** The number of a second case of the same file. */
function another({ db, cast, now }: Life): string {
  const other = new Life(db, cast);
  other.now = now;
  return other.dispatched().case().number;
}
