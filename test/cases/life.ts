import { takeDown } from '../../src/cases/intake.ts';
import { perform } from '../../src/cases/perform.ts';
import type { Db } from '../../src/db/open.ts';
import { all, first, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at } from '../calendar/samples.ts';
import type { Cast } from '../support/cast.ts';

/** Lives a case through, one act a minute, by whoever the test says. */
export class Life {
  readonly db: Db;
  readonly cast: Cast;
  now: number;
  caseId = 0;

  constructor(db: Db, cast: Cast, start = '2026-11-23 09:00') {
    this.db = db;
    this.cast = cast;
    this.now = at(start);
  }

  /** Takes a call down; the case is what all later acts are on. */
  take(
    typed: Typed = {},
    outcome: 'accept' | 'hold' | 'answer' | 'reject' = 'hold',
    by: Actor = this.cast.operator,
  ): this {
    const given = {
      phone: '139 0000 1234',
      name: '何先生',
      channel: 'phone',
      kind: 'complaint',
      text: '清源路路灯坏了三天，夜里出行不便。',
    };
    const key = `intake-${this.now}-${Math.random()}`;
    const intake = { typed: { ...given, ...typed }, outcome, key, callStartedAt: this.now };
    this.caseId = takeDown(this.db, by, intake, this.now).caseId;
    return this;
  }

  do(actor: Actor, act: string, typed: Typed = {}, assignmentId: number | null = null): this {
    this.now += 60_000;
    perform(this.db, actor, { act, caseId: this.caseId, assignmentId, typed }, this.now);
    return this;
  }

  /** Lets time pass before the next act. */
  wait(minutes: number): this {
    this.now += minutes * 60_000;
    return this;
  }

  onLead(actor: Actor, act: string, typed: Typed = {}): this {
    return this.do(actor, act, typed, this.lead().id);
  }

  onAssist(actor: Actor, act: string, typed: Typed = {}): this {
    return this.do(actor, act, typed, this.assist().id);
  }

  dispatched(typed: Typed = {}, assists: readonly number[] = []): this {
    return this.take(typed)
      .do(this.cast.dispatcher, 'accept')
      .do(this.cast.dispatcher, 'dispatch', {
        lead: String(this.cast.agencies.urban),
        assists: assists.map(String),
      });
  }

  signed(typed: Typed = {}): this {
    return this.dispatched(typed).onLead(this.cast.handler, 'sign', {
      handler: String(this.cast.handler.id),
    });
  }

  contacted(typed: Typed = {}): this {
    return this.dispatched(typed).takenUp();
  }

  submitted(typed: Typed = {}): this {
    return this.contacted(typed).onLead(this.cast.handler, 'submit', this.reply());
  }

  replied(typed: Typed = {}): this {
    return this.submitted(typed).onLead(this.cast.agencyLeader, 'approve');
  }

  toCallBack(typed: Typed = {}): this {
    return this.replied(typed).do(this.cast.dispatcher, 'pass', CHECKED);
  }

  toVerify(): this {
    return this.toCallBack().do(this.cast.clerk, 'call_back', DISSATISFIED);
  }

  /** The lead signs and contacts the citizen, also in a later round. */
  takenUp(): this {
    const { handler } = this.cast;
    this.onLead(handler, 'sign', { handler: String(handler.id) });
    return this.onLead(handler, 'contact', { how: 'phone', at: this.local(), result: '已说明处理安排。' });
  }

  /** From dispatch to the call-back: the lead answers once more. */
  answeredAgain(): this {
    const { handler, agencyLeader, dispatcher } = this.cast;
    this.takenUp().onLead(handler, 'submit', this.reply()).onLead(agencyLeader, 'approve');
    return this.do(dispatcher, 'pass', CHECKED);
  }

  reply(): Typed {
    return {
      handling: '已派员更换灯具。',
      publicReply: '清源路路灯已于当日修复。',
      conclusion: 'solved',
      toldHow: 'phone',
      toldAt: this.local(),
      officePhone: '0000-8800000',
      contactPerson: '市容科',
    };
  }

  /** Now, as a form's date and time. */
  local(): string {
    return new Date(this.now + 8 * 3_600_000).toISOString().slice(0, 16);
  }

  get status(): string {
    return this.case().status;
  }

  case() {
    const row = first(this.db, q.selectFrom('cases').selectAll().where('id', '=', this.caseId));
    if (!row) throw new Error('no case yet');
    return row;
  }

  lead() {
    return this.assignmentOf((role) => role !== 'assist');
  }

  assist() {
    return this.assignmentOf((role) => role === 'assist');
  }

  clocks(kind: string) {
    return all(this.db, q.selectFrom('clocks').selectAll().where('case_id', '=', this.caseId)).filter(
      (each) => each.kind === kind,
    );
  }

  events() {
    return all(this.db, q.selectFrom('events').selectAll().where('case_id', '=', this.caseId).orderBy('id'));
  }

  private assignmentOf(wanted: (role: string) => boolean) {
    const rows = all(
      this.db,
      q.selectFrom('assignments').selectAll().where('case_id', '=', this.caseId).orderBy('id', 'desc'),
    );
    const row = rows.find((each) => wanted(each.role));
    if (!row) throw new Error('no such assignment');
    return row;
  }
}

export const CHECKED: Typed = { complete: '1', answers: '1', clean: '1' };
export const SATISFIED: Typed = {
  reached: 'yes',
  contacted: 'yes',
  solved: 'solved',
  satisfaction: 'satisfied',
};
export const DISSATISFIED: Typed = {
  reached: 'yes',
  contacted: 'yes',
  solved: 'not',
  satisfaction: 'dissatisfied',
  note: '路灯夜里仍不亮。',
};
