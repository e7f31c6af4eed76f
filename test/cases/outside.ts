import type { Db } from '../../src/db/open.ts';
import { q, run } from '../../src/db/query.ts';

/** An outside unit without anybody who signs in here (Q-B5). */
export function addOutside(db: Db, name = '省高速公路管理中心', shortName = '省高速中心'): number {
  return run(
    db,
    q.insertInto('agencies').values({
      name,
      short_name: shortName,
      kind: 'bureau',
      office_phone: '0000-9600000',
      contact_person: '综合处',
      address: '省城大道1号',
      email: 'office@example.cn',
      external: 1,
      created_at: 0,
    }),
  ).id;
}
