import type { Beside } from '../../../views/cases/case.ts';
import { exactTime } from '../../calendar/words.ts';
import { prepared } from '../../db/query.ts';
import { hasRole } from '../../people/actor.ts';
import type { BesideOf, Reading } from './beside.ts';

const TO_OUTSIDE = `SELECT s.id, s.status, s.letter_sent_at AS sentAt, a.short_name AS agency, a.email, a.address,
    (SELECT r.keyed_from FROM replies r WHERE r.assignment_id = s.id ORDER BY r.id DESC LIMIT 1) AS keyedFrom
  FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND a.external = 1 AND s.status NOT IN ('withdrawn', 'returned') ORDER BY s.id DESC`;

type Outside = {
  id: number;
  status: string;
  sentAt: number | null;
  agency: string;
  email: string;
  address: string;
  keyedFrom: string | null;
};

/** Q-B5: where the letters to outside units stand; for the hotline, which writes them. */
export const external: BesideOf = (reading) => {
  if (reading.forAgency) return [];
  const rows = prepared(reading.db, TO_OUTSIDE).all(reading.given.id) as Outside[];
  return rows.map((row) => cardOf(reading, row));
};

function cardOf({ actor, given }: Reading, row: Outside): Beside {
  const writes = hasRole(actor, 'dispatcher', 'supervisor');
  const href = `/cases/${given.id}/letter?assignment=${row.id}`;
  return {
    title: '外部单位函件',
    rows: [
      ['单位', row.agency],
      ['邮箱', row.email],
      ['地址', row.address],
      ['发函时间', row.sentAt === null ? '尚未发函' : exactTime(row.sentAt)],
      ['答复', row.keyedFrom ? `${row.keyedFrom}，由热线录入` : '尚未收到'],
    ],
    lines: [],
    ...(writes ? { links: [{ href, text: '打印函件' }] } : {}),
  };
}
