import type { Db } from '../../src/db/open.ts';
import { all, first, q, run } from '../../src/db/query.ts';
import type { GatewayRow } from '../../src/gateways/rows.ts';
import { deliver } from '../../src/outbox/deliver.ts';
import { enqueue, type NewMessage } from '../../src/outbox/enqueue.ts';
import type { MessageRow } from '../../src/outbox/message.ts';
import type { Tools } from '../../src/outbox/tools.ts';
import { at } from '../calendar/samples.ts';
import type { Cast } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { type FakeGateway, PLAIN_TOOLS } from '../support/gateway.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A file with an outbox, gateways and a clock that the test moves. */
export class Post {
  readonly db: Db;
  readonly cast: Cast;
  readonly path: string;
  readonly start: number;
  tools: Tools = PLAIN_TOOLS;
  now: number;
  #stage = 0;

  constructor(time = '2026-11-23 09:00') {
    const { db, cast, path } = freshFile(time);
    this.db = db;
    this.cast = cast;
    this.path = path;
    this.start = at(time);
    this.now = this.start;
    this.clear();
  }

  /** As on the first day: nothing written, no gateway, everybody in service with a mobile. */
  clear(): void {
    for (const table of ['message_tries', 'messages', 'gateways']) this.db.exec(`DELETE FROM ${table}`);
    this.db.exec(`UPDATE users SET active = 1, phone = '', email = ''`);
    const { handler, agencyLeader, supervisor } = this.cast;
    for (const { id } of [handler, agencyLeader, supervisor]) this.phone(id);
    this.now = this.start;
    this.tools = PLAIN_TOOLS;
  }

  phone(
    userId: number,
    phone = `139000${String(userId).padStart(5, '0')}`,
    email = `u${userId}@example.org`,
  ) {
    run(this.db, q.updateTable('users').set({ phone, email }).where('id', '=', userId));
  }

  gateway(to: FakeGateway | null, given: Partial<Omit<GatewayRow, 'id'>> = {}): number {
    const { n } = first(
      this.db,
      q.selectFrom('gateways').select((the) => the.fn.countAll<number>().as('n')),
    ) ?? { n: 0 };
    return run(
      this.db,
      q.insertInto('gateways').values({
        ...{ channel: 'http', medium: 'sms', name: `网关${n + 1}`, position: n, per_minute: 10_000 },
        ...{ settings: JSON.stringify(to?.settings ?? {}), created_at: this.now, ...given },
      }),
    ).id;
  }

  /** An SMS to the handler, unless the test says otherwise. */
  write(given: Partial<NewMessage> = {}): number {
    const message: NewMessage = {
      ...{ medium: 'sms', rule: 'unsigned', occasion: 'sign_after_start', audience: 'handler' },
      ...{ recipient: `user:${this.cast.handler.id}`, recipientName: '赵明', address: '13900000001' },
      ...{ caseId: null, assignmentId: null, clockId: null, stage: ++this.#stage, dueVersion: 0 },
      ...{ urgent: false, subject: '', text: '工单尚未签收，请签收。', facts: {}, notBefore: this.now },
      ...given,
    };
    const id = enqueue(this.db, message, this.now);
    if (id === null) throw new Error('it was written before');
    return id;
  }

  async round(timeout = 2000): Promise<void> {
    await deliver({ db: this.db, now: () => this.now }, this.tools, timeout);
  }

  /** Lets time pass in steps with a round after each. */
  async pass(duration: number, step: number, timeout?: number): Promise<void> {
    for (const end = this.now + duration; this.now < end; ) {
      this.now += step;
      await this.round(timeout);
    }
  }

  message(id: number): MessageRow {
    const row = first(this.db, q.selectFrom('messages').selectAll().where('id', '=', id));
    if (!row) throw new Error(`no message ${id}`);
    return row;
  }

  status(id: number): string {
    return this.message(id).status;
  }

  gatewayRow(id: number): GatewayRow {
    const row = first(this.db, q.selectFrom('gateways').selectAll().where('id', '=', id));
    if (!row) throw new Error(`no gateway ${id}`);
    return row;
  }

  setGateway(id: number, to: Partial<Omit<GatewayRow, 'id'>>): void {
    run(this.db, q.updateTable('gateways').set(to).where('id', '=', id));
  }

  /** How the tries of a message ended, in order. */
  results(id: number): (string | null)[] {
    const tries = q.selectFrom('message_tries').selectAll().where('message_id', '=', id).orderBy('id');
    return all(this.db, tries).map(({ result }) => result);
  }

  /** How many messages stand in each state. */
  states(): Record<string, number> {
    const rows = all(this.db, q.selectFrom('messages').select('status'));
    return Object.fromEntries([...Map.groupBy(rows, (row) => row.status)].map(([s, of]) => [s, of.length]));
  }
}
