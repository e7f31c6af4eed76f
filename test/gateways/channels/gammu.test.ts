// In a process of its own: it starts gammu-smsd.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Settings } from '../../../src/gateways/channels/channel.ts';
import { gammu } from '../../../src/gateways/channels/gammu.ts';
import { at } from '../../calendar/samples.ts';
import { newModem, noGammu } from '../../support/gammu.ts';
import { until } from '../../support/until.ts';
import { outgoing, soon } from './samples.ts';

const UID = outgoing().uid;
const LONG = `【热线】${'长'.repeat(150)}`;

function modem() {
  const found = newModem();
  after(found.close);
  const { settings } = found;
  const folder = (name: string) => settings[name] ?? assert.fail(name);
  return { ...found, folder, names: (name: string) => readdirSync(folder(name)) };
}

const poll = (settings: Settings, now = Date.now()) => gammu.poll?.(settings, now) ?? assert.fail('it polls');

describe('gammu-smsd with its dummy phone', { skip: noGammu() }, () => {
  test('Chinese text, a long one too, goes out over the modem whole and the files move to the sent folder', async () => {
    const { settings, start, names, log } = modem();
    await gammu.send(settings, outgoing(), soon());
    start();
    await until(() => names('sent').length === 1, 'nothing was sent');
    await gammu.send(settings, outgoing({ uid: 'second', to: '13900139000', text: LONG }), soon());
    await until(() => names('sent').length === 2, 'the second was not sent');
    assert.match(
      log(),
      /Found 1 sms to "13800138000" with text "【热线】工单 20261123-0001 请于 11:30 前签收"/,
    );
    assert.match(log(), /Found 3 sms to "13900139000" with text "【热线】长+" cod 1 /);
    assert.deepEqual([names('outbox'), names('error')], [[], []]);
  });

  test('what somebody answers is read with its number, its text and its time', async () => {
    const { settings, start, names, receive } = modem();
    receive('+8613900139000', '5 满意，谢谢');
    start();
    await until(() => names('inbox').length === 1, 'nothing was received');
    const { inbound, forget } = await poll(settings, Date.now() + 5_000);
    const [one] = inbound;
    assert.equal(inbound.length, 1);
    assert.deepEqual(
      { ...one, id: '' },
      { id: '', from: '+8613900139000', text: '5 满意，谢谢', at: at('2026-11-23 09:05') },
    );
    assert.match(
      one?.id ?? '',
      /^20261123_090500_00_[0-9a-f]{8}$/,
      'Q-A7: the id is kept, no digit of the number is',
    );
    await forget();
    assert.deepEqual((await poll(settings, Date.now() + 5_000)).inbound, []);
  });
});

describe('the folders of gammu-smsd', () => {
  test('a message lies in the outbox as one whole file, by its time, number and id', async () => {
    const { settings, folder, names } = modem();
    assert.deepEqual(await gammu.send(settings, outgoing(), soon()), { result: 'taken', ref: null });
    const name = `OUTC20261123_090500_00_13800138000_${UID}.txt`;
    assert.deepEqual(names('outbox'), [name]);
    assert.ok(name.length < 100, 'gammu-smsd takes no longer names');
    assert.equal(readFileSync(join(folder('outbox'), name), 'utf16le'), `\uFEFF${outgoing().text}`);
  });

  test('the group of the folder may read it, however strict the service is with its own files, and nobody else', async () => {
    const { settings, folder, names } = modem();
    const before = process.umask(0o077);
    await gammu.send(settings, outgoing(), soon()).finally(() => process.umask(before));
    assert.equal(statSync(join(folder('outbox'), names('outbox')[0] ?? '')).mode & 0o777, 0o660);
  });

  test('X-F1: a message that is tried again is not sent twice, waiting or sent', async () => {
    const { settings, folder, names } = modem();
    await gammu.send(settings, outgoing(), soon());
    const again = outgoing({ now: at('2026-11-23 09:30') });
    assert.equal((await gammu.send(settings, again, soon())).result, 'taken');
    const [name = ''] = names('outbox');
    renameSync(join(folder('outbox'), name), join(folder('sent'), name));
    assert.equal((await gammu.send(settings, again, soon())).result, 'taken');
    assert.deepEqual([names('outbox'), names('sent')], [[], [name]]);
  });

  test('what the modem could not send is reported, and can then be sent again', async () => {
    const { settings, folder, names } = modem();
    await gammu.send(settings, outgoing(), soon());
    const [name = ''] = names('outbox');
    renameSync(join(folder('outbox'), name), join(folder('error'), name));
    const { reports, forget } = await poll(settings);
    assert.deepEqual(reports, [
      { uid: UID, delivered: false, why: '短信猫发送失败，请检查信号和 SIM 卡余额。' },
    ]);
    assert.deepEqual((await poll(settings)).reports, reports, 'not forgotten before it is written down');
    await forget();
    assert.deepEqual((await poll(settings)).reports, []);
    await gammu.send(settings, outgoing(), soon());
    assert.equal(names('outbox').length, 1);
  });

  test('C-M1: sent files, which have numbers in them, are dropped after the set hours and not before', async () => {
    const { settings, folder, names } = modem();
    writeFileSync(join(folder('sent'), `OUTC20261123_090500_00_13800138000_${UID}.txt`), '');
    writeFileSync(join(folder('sent'), 'OUT123.txt'), '');
    await gammu.tidy?.(settings, at('2026-11-24 09:05'));
    assert.equal(names('sent').length, 2);
    await gammu.tidy?.(settings, at('2026-11-24 09:06'));
    assert.deepEqual(names('sent'), ['OUT123.txt'], 'files of others stay');
  });

  test('a modem that takes nothing away is down after 30 minutes, and not before', async () => {
    const { settings, folder, names } = modem();
    await gammu.send(settings, outgoing(), soon());
    const now = at('2026-11-23 10:00');
    const laid = (minutes: number) => {
      const seconds = now / 1000 - minutes * 60;
      utimesSync(join(folder('outbox'), names('outbox')[0] ?? ''), seconds, seconds);
    };
    laid(30);
    assert.equal((await gammu.send(settings, outgoing({ uid: 'b', now }), soon())).result, 'taken');
    for (const name of names('outbox').filter((one) => one.includes('_b.')))
      rmSync(join(folder('outbox'), name));
    laid(31);
    assert.deepEqual(await gammu.send(settings, outgoing({ uid: 'c', now }), soon()), {
      result: 'down',
      why: '待发文件夹中的短信超过 30 分钟没有取走，请检查短信猫和 gammu-smsd。',
    });
  });

  test('an SMS in parts is read as one; one that is still being written waits', async () => {
    const { settings, folder } = modem();
    const part = (number: string, text: string) => {
      const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
      writeFileSync(join(folder('inbox'), `IN20261123_090500_00_+8613900139000_${number}.txt`), bytes);
    };
    part('01', '还没有来');
    part('00', '抢修人员');
    assert.deepEqual((await poll(settings)).inbound, []);
    const { inbound } = await poll(settings, Date.now() + 5_000);
    assert.deepEqual(
      inbound.map(({ text }) => text),
      ['抢修人员还没有来'],
    );
  });

  test('two people who write the same in one second are two', async () => {
    const { settings, folder } = modem();
    for (const from of ['+8613900139000', '+8613700137000']) {
      const bytes = Buffer.from('\uFEFF5', 'utf16le').swap16();
      writeFileSync(join(folder('inbox'), `IN20261123_090500_00_${from}_00.txt`), bytes);
    }
    const { inbound } = await poll(settings, Date.now() + 5_000);
    assert.deepEqual(
      inbound.map(({ from, text }) => `${from} ${text}`),
      ['+8613700137000 5', '+8613900139000 5'],
    );
    assert.equal(new Set(inbound.map(({ id }) => id)).size, 2);
  });

  test('folders that are not there are a fault of the set-up', async () => {
    const { settings, folder } = modem();
    rmSync(folder('outbox'), { recursive: true });
    assert.deepEqual(await gammu.send(settings, outgoing(), soon()), {
      result: 'down',
      why: '短信猫的文件夹不存在，请检查 gammu-smsd 是否安装、路径是否正确。',
    });
  });

  test('what cannot be right in the settings is said at its field', () => {
    const good = {
      outbox: '/a',
      sent: '/b',
      error: '/c',
      inbox: '/d',
      stuck_minutes: '30',
      keep_hours: '24',
    };
    const check = (changes: Settings) => Object.keys(gammu.check?.({ ...good, ...changes }) ?? {});
    assert.deepEqual(check({}), []);
    assert.deepEqual(check({ sent: '/a' }), ['outbox']);
    assert.deepEqual(check({ inbox: 'inbox' }), ['inbox']);
    assert.deepEqual(check({ stuck_minutes: '0' }), ['stuck_minutes']);
  });
});
