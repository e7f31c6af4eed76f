import type { Db } from '../../../src/db/open.ts';
import { first, prepared, q } from '../../../src/db/query.ts';
import type { Settings } from '../../../src/gateways/channels/channel.ts';
import { channelOf } from '../../../src/gateways/channels/index.ts';
import { saveGateway, settingsOf } from '../../../src/gateways/gateways.ts';
import { gatewayById } from '../../../src/gateways/queries.ts';
import { enqueue } from '../../../src/outbox/enqueue.ts';
import type { MessageRow } from '../../../src/outbox/message.ts';
import type { Cast } from '../../support/cast.ts';

/** A gateway as the administrator sets it up, with the token that was made for it. */
export function newGateway(db: Db, cast: Cast, now: number, code: string, settings: Settings) {
  const channel = channelOf(code);
  if (!channel) throw new Error(`no channel ${code}`);
  const common = {
    name: code,
    audience: 'all',
    prefixes: '',
    signature: '',
    per_minute: 60,
    per_day: null,
    price: 0,
  } as const;
  const id = saveGateway(db, { actor: cast.admin, now }, null, {
    channel,
    common,
    settings,
  });
  return { id, channel, settings: openedSettings(db, id) };
}

export function openedSettings(db: Db, id: number): Settings {
  const gateway = gatewayById(db, id);
  const settings = gateway && settingsOf(db, gateway);
  if (!settings) throw new Error('the settings cannot be opened');
  return settings;
}

let stage = 0;

/** An SMS that this gateway has taken. */
export function sentMessage(
  db: Db,
  cast: Cast,
  now: number,
  gatewayId: number,
  ref: string | null,
): MessageRow {
  const id = enqueue(
    db,
    {
      ...{ medium: 'sms', rule: 'sign_first', occasion: 'sign_after_start', audience: 'handler' },
      ...{ recipient: `user:${cast.handler.id}`, recipientName: '赵明', address: '13800138000' },
      ...{ caseId: null, assignmentId: null, clockId: null, stage: ++stage, dueVersion: 0 },
      ...{ urgent: false, subject: '', text: '请签收。', facts: {}, notBefore: now },
    },
    now,
  );
  prepared(
    db,
    `UPDATE messages SET status = 'sent', sent_at = ?, gateway_id = ?, gateway_ref = ? WHERE id = ?`,
  ).run(now, gatewayId, ref, id);
  prepared(
    db,
    `INSERT INTO message_tries (message_id, gateway_id, at, ended_at, result) VALUES (?, ?, ?, ?, 'taken')`,
  ).run(id, gatewayId, now, now);
  return messageRow(db, id ?? 0);
}

export function messageRow(db: Db, id: number): MessageRow {
  const row = first(db, q.selectFrom('messages').selectAll().where('id', '=', id));
  if (!row) throw new Error('no such message');
  return row;
}

type InboundRow = { gateway_id: number; gateway_ref: string; sender: string; text: string; outcome: string };

/** SMS from citizens that were taken, in their order. */
export function inboundRows(db: Db): InboundRow[] {
  const query = 'SELECT gateway_id, gateway_ref, sender, text, outcome FROM inbound_messages ORDER BY id';
  return prepared(db, query).all() as InboundRow[];
}
