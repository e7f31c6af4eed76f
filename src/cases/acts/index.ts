import type { Act } from '../act.ts';
import { callBack } from './call-back.ts';
import { archive, pass, sendBack } from './check.ts';
import { contact } from './contact.ts';
import { contactTold } from './contact-told.ts';
import { contain } from './contain.ts';
import { correct } from './correct.ts';
import { dispatch, recall, waive } from './dispatch.ts';
import { accept, answer, reject } from './intake.ts';
import { makeEmergency, makeUrgent } from './make-urgent.ts';
import { call, note } from './note.ts';
import { oweAnswer } from './owe-answer.ts';
import { phoneFailed, phoneTold } from './phone-told.ts';
import { advise, approve, disapprove, submit } from './reply.ts';
import { reportUp } from './report-up.ts';
import { askReturn, grantReturn, refuseReturn } from './return.ts';
import { sign } from './sign.ts';
import { verify } from './verify.ts';

/** The form and the record of every act that a person does; the acts of the system have neither. */
export const ACTS: Readonly<Record<string, Act>> = {
  accept,
  answer,
  reject,
  correct,
  dispatch,
  recall,
  waive,
  sign,
  contact,
  submit,
  advise,
  approve,
  disapprove,
  ask_return: askReturn,
  grant_return: grantReturn,
  refuse_return: refuseReturn,
  pass,
  send_back: sendBack,
  call_back: callBack,
  verify,
  archive,
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
