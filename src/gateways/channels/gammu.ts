import type { Channel, Settings } from './channel.ts';
import { dropSent, lookAround } from './gammu-found.ts';
import { spool } from './gammu-spool.ts';

const FOLDERS = ['outbox', 'sent', 'error', 'inbox'] as const;

/** A GSM modem on the server, driven by gammu-smsd with its files backend: https://docs.gammu.org/smsd/files.html */
export const gammu: Channel = {
  code: 'gammu',
  name: '本机短信猫（gammu-smsd）',
  medium: 'sms',
  about:
    '服务器上接有短信猫（GSM 模块和 SIM 卡）时使用。须安装 gammu-smsd，使用 files 方式，设 transmitformat = unicode 和 inboxformat = unicode（否则中文成为问号），并让本系统和 gammu-smsd 都能读写以下四个文件夹。每分钟约可发 6 至 10 条。',
  fields: [
    { name: 'outbox', label: '待发文件夹（outboxpath）', required: true, initial: '/var/spool/gammu/outbox' },
    { name: 'sent', label: '已发文件夹（sentsmspath）', required: true, initial: '/var/spool/gammu/sent' },
    { name: 'error', label: '失败文件夹（errorsmspath）', required: true, initial: '/var/spool/gammu/error' },
    { name: 'inbox', label: '收件文件夹（inboxpath）', required: true, initial: '/var/spool/gammu/inbox' },
    {
      name: 'stuck_minutes',
      label: '多少分钟没有取走算故障',
      help: '待发文件夹中的短信超过这个时间还没有被取走，就认为短信猫或 gammu-smsd 停了。',
      required: true,
      initial: '30',
    },
    {
      name: 'keep_hours',
      label: '已发文件保留小时数',
      help: '文件中有号码和内容，过后由本系统删除。',
      required: true,
      initial: '24',
    },
  ],
  check,
  send: spool,
  poll: lookAround,
  tidy: dropSent,
};

function check(settings: Settings): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const name of FOLDERS) {
    if (settings[name] && !settings[name].startsWith('/')) faults[name] = '请填写以 / 开头的完整路径。';
  }
  if (new Set(FOLDERS.map((name) => settings[name])).size < FOLDERS.length) {
    faults.outbox = '四个文件夹不能相同。';
  }
  for (const name of ['stuck_minutes', 'keep_hours']) {
    if (!/^[1-9]\d{0,3}$/.test(settings[name] ?? '')) faults[name] = '请填写 1 至 9999 的整数。';
  }
  return faults;
}
