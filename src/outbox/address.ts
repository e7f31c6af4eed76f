import { citizenOf } from '../citizens/identity.ts';
import { normalisePhone } from '../citizens/phone.ts';
import { isUnsubscribed } from '../citizens/unsubscribed.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { MessageRow } from './message.ts';

/** Where a message goes, or why it goes nowhere, in words. `amiss`: somebody has to enter or mend it. */
export type Address = { to: string } | { missing: string; amiss?: true };

const USER = 'SELECT active, phone, email FROM users WHERE id = ?';
const AGENCY = 'SELECT active, duty_mobile AS phone, email FROM agencies WHERE id = ?';

type Row = { active: number; phone: string; email: string };

/**
 * The address of a recipient as it stands now: people change their numbers and leave. That of a citizen is read from
 * the case, opened where it is sealed, and written down nowhere (Q-A7).
 * @param areaCode completes telephone numbers
 */
export function addressOf(db: Db, message: MessageRow, areaCode: string): Address {
  if (message.audience === 'citizen') return citizenAddress(db, message);
  const stored = storedFor(db, message);
  if (stored === 'gone') return { missing: '收件人或单位已停用，不再发送。' };
  return message.medium === 'email' ? mailbox(stored) : mobile(stored, areaCode);
}

function storedFor(db: Db, { recipient, medium, address, rule }: MessageRow): string | 'gone' {
  const [, kind = '', id = ''] = /^(user|admin|agency):(\d+)$/.exec(recipient) ?? [];
  // A test goes where the administrator said; contacts stand in the settings.
  if (kind === '' || rule === 'test') return address;
  const row = prepared(db, kind === 'agency' ? AGENCY : USER).get(Number(id)) as Row | undefined;
  if (!row?.active) return 'gone';
  return medium === 'email' ? row.email : row.phone;
}

function mailbox(address: string): Address {
  if (address.trim() === '') return { missing: '收件人没有登记邮箱，请补填后重新发送。', amiss: true };
  return /^[^\s@]+@[^\s@]+$/.test(address.trim())
    ? { to: address.trim() }
    : { missing: '收件人的邮箱格式有误，请改正后重新发送。', amiss: true };
}

function mobile(number: string, areaCode: string): Address {
  const phone = normalisePhone(number, areaCode);
  if (!phone) return { missing: '收件人没有登记手机号码，请补填后重新发送。', amiss: true };
  if (phone.kind === 'mobile') return { to: phone.number };
  return { missing: '收件人登记的不是手机号码，收不到短信，请改正后重新发送。', amiss: true };
}

function citizenAddress(db: Db, message: MessageRow): Address {
  const citizen = message.case_id === null ? undefined : citizenOf(db, message.case_id);
  if (citizen?.locked) return { missing: '保密诉求人的号码需要密钥文件才能读取，放回密钥文件后可重新发送。' };
  const phone = normalisePhone(citizen?.phone ?? '');
  if (!phone) return { missing: '诉求人没有留下电话号码。' };
  if (phone.kind !== 'mobile') return { missing: '诉求人留下的不是手机号码，收不到短信。' };
  if (isUnsubscribed(db, phone.number)) return { missing: '诉求人已退订短信。' };
  return { to: phone.number };
}
