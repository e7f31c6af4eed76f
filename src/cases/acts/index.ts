import type { Act } from '../act.ts';
import { addAssist } from './add-assist.ts';
import { appeal, confirmExemption, proposeExemption, refuseAppeal } from './appeal.ts';
import { appoint } from './appoint.ts';
import { callBack } from './call-back.ts';
import { archive, pass, sendBack } from './check.ts';
import { contact } from './contact.ts';
import { contactTold } from './contact-told.ts';
import { contain } from './contain.ts';
import { correct } from './correct.ts';
import { dispatch, recall, waive } from './dispatch.ts';
import {
  agreeExtension,
  askExtension,
  declineExtension,
  grantExtension,
  refuseExtension,
} from './extension.ts';
import { handDown } from './hand-down.ts';
import { instruct, recordInstruction } from './instruct.ts';
import { accept, answer, reject } from './intake.ts';
import { keyInAdvice, keyInReply } from './key-in-reply.ts';
import { sendLetter } from './letter.ts';
import { link, unlink } from './link.ts';
import { makeEmergency, makeUrgent } from './make-urgent.ts';
import { merge, unmerge } from './merge.ts';
import { call, note } from './note.ts';
import { reportOverlap, settleOverlap } from './overlap.ts';
import { oweAnswer } from './owe-answer.ts';
import { phoneFailed, phoneTold } from './phone-told.ts';
import { press } from './press.ts';
import { fulfil, redo } from './redo.ts';
import { advise, approve, disapprove, submit } from './reply.ts';
import { reportUp } from './report-up.ts';
import { askReturn, grantReturn, refuseReturn } from './return.ts';
import { sign } from './sign.ts';
import { spotCheck } from './spot-check.ts';
import { demandAgain, rectify, release, revoke, supervise } from './supervise.ts';
import { resume, review, suspend } from './suspend.ts';
import { relayExtension, tellExtension } from './tell-extension.ts';
import { verify } from './verify.ts';
import { overrule, withdrawCase, withdrawLate } from './withdraw.ts';

/** The form and the record of every act that a person does; the acts of the system have neither. */
export const ACTS: Readonly<Record<string, Act>> = {
  accept,
  answer,
  reject,
  correct,
  dispatch,
  recall,
  waive,
  send_letter: sendLetter,
  send_again: sendLetter,
  key_in_reply: keyInReply,
  key_in_advice: keyInAdvice,
  sign,
  contact,
  submit,
  advise,
  approve,
  disapprove,
  ask_return: askReturn,
  grant_return: grantReturn,
  refuse_return: refuseReturn,
  ask_extension: askExtension,
  agree_extension: agreeExtension,
  decline_extension: declineExtension,
  grant_extension: grantExtension,
  refuse_extension: refuseExtension,
  tell_extension: tellExtension,
  relay_extension: relayExtension,
  report_overlap: reportOverlap,
  settle_overlap: settleOverlap,
  add_assist: addAssist,
  hand_down: handDown,
  withdraw_case: withdrawCase,
  withdraw_late: withdrawLate,
  overrule,
  pass,
  send_back: sendBack,
  call_back: callBack,
  appoint,
  spot_check: spotCheck,
  suspend,
  review,
  resume,
  merge,
  unmerge,
  link,
  unlink,
  verify,
  archive,
  redo,
  fulfil,
  supervise,
  rectify,
  demand_again: demandAgain,
  release,
  revoke,
  instruct,
  record_instruction: recordInstruction,
  press,
  appeal,
  propose_exemption: proposeExemption,
  confirm_exemption: confirmExemption,
  refuse_appeal: refuseAppeal,
  note,
  call,
  make_urgent: makeUrgent,
  make_emergency: makeEmergency,
  contact_told: contactTold,
  report_up: reportUp,
  phone_told: phoneTold,
  phone_failed: phoneFailed,
  contain,
  owe_answer: oweAnswer,
};
