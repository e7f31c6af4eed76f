import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, describe, mock, test } from 'node:test';
import { pollGateways, tidyGateways } from '../../src/incoming/poll.ts';
import { at } from '../calendar/samples.ts';
import { inboundRows, messageRow, newGateway, sentMessage } from '../gateways/channels/brought.ts';
import { outgoing, soon } from '../gateways/channels/samples.ts';
import { freshFile } from '../support/file.ts';
import { newModem } from '../support/gammu.ts';
import { until } from '../support/until.ts';

describe('gateways poll', () => {
  /* Gateways that do not call back are looked after in each round. */

  const { db, cast } = freshFile();
  /** Files are judged by their age: the clock of the machine. */
  const now = Date.now() + 60_000;

  beforeEach(() => {
    for (const table of ['message_tries', 'messages', 'inbound_messages', 'unsubscribed', 'gateways']) {
      db.exec(`DELETE FROM ${table}`);
    }
  });

  function modemGateway() {
    const modem = newModem();
    after(modem.close);
    const gateway = newGateway(db, cast, now, 'gammu', modem.settings);
    const folder = (name: string) => modem.settings[name] ?? assert.fail(name);
    return { ...gateway, folder, names: (name: string) => readdirSync(folder(name)) };
  }

  function receive(inbox: string, text: string): void {
    const name = 'IN20261123_090500_00_+8613900139000_00.txt';
    writeFileSync(join(inbox, name), Buffer.from(`\uFEFF${text}`, 'utf16le').swap16());
  }

  test('a message that the modem could not send is no longer shown as sent', async () => {
    const { id, channel, settings, folder, names } = modemGateway();
    const message = sentMessage(db, cast, now, id, null);
    await channel.send(settings, outgoing({ uid: message.uid, now }), soon());
    const [name = ''] = names('outbox');
    renameSync(join(folder('outbox'), name), join(folder('error'), name));
    await pollGateways(db, now);
    assert.notEqual(messageRow(db, message.id).status, 'sent');
    assert.deepEqual(names('error'), []);
  });

  test('an SMS in the inbox is taken once and its file is dropped', async () => {
    const { id, folder, names } = modemGateway();
    receive(folder('inbox'), 'TD');
    await pollGateways(db, now);
    await pollGateways(db, now);
    const [row, ...more] = inboundRows(db);
    assert.deepEqual(
      [row?.gateway_id, row?.sender, row?.outcome, more],
      [id, '139****9000', 'unsubscribed', []],
    );
    assert.deepEqual(names('inbox'), []);
  });

  test('X-F1: an SMS that cannot be written down stays in the inbox until it can', async () => {
    const { folder, names } = modemGateway();
    receive(folder('inbox'), 'TD');
    const logged = mock.method(console, 'error', () => undefined);
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON inbound_messages BEGIN SELECT raise(ABORT, 'full'); END`);
    await pollGateways(db, now);
    db.exec('DROP TRIGGER full');
    logged.mock.restore();
    assert.equal(logged.mock.callCount(), 1);
    assert.equal(names('inbox').length, 1);
    await pollGateways(db, now);
    assert.equal(inboundRows(db).length, 1);
  });

  test('a gateway that was switched off is still looked after; one without its folders holds up no other', async () => {
    const broken = modemGateway();
    db.exec(`UPDATE gateways SET name = 'broken'`);
    rmSync(broken.folder('inbox'), { recursive: true });
    const other = modemGateway();
    db.exec(`UPDATE gateways SET active = 0 WHERE id = ${other.id}`);
    receive(other.folder('inbox'), 'TD');
    await pollGateways(db, now);
    assert.equal(inboundRows(db).length, 1);
  });

  test('C-M1: what was sent long ago is cleared away', async () => {
    const { folder, names } = modemGateway();
    writeFileSync(join(folder('sent'), 'OUTC20261123_090500_00_13800138000_uid.txt'), '');
    await tidyGateways(db, at('2026-11-24 09:06'));
    assert.deepEqual(names('sent'), []);
  });

  test('a gateway whose folder does not answer holds up no other, and is taken up again when it does', async () => {
    const hanging = modemGateway();
    db.exec(`UPDATE gateways SET name = 'hanging'`);
    const other = modemGateway();
    const pipe = join(hanging.folder('inbox'), 'IN20261123_090500_00_+8613900139000_00.txt');
    execFileSync('mkfifo', [pipe]);
    receive(other.folder('inbox'), 'TD');
    await pollGateways(db, now, 1500);
    await pollGateways(db, now, 1500);
    assert.equal(inboundRows(db).length, 1);
    await writeFile(pipe, '5');
    await until(() => inboundRows(db).length === 2, 'the folder that answers again is not read');
  });
});
