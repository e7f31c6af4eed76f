import type { Db } from '../../src/db/open.ts';
import { q, run } from '../../src/db/query.ts';
import { type ItemValues, insertItem } from '../../src/items/write.ts';
import { writeTree } from '../../src/trees/write.ts';
import type { Cast } from '../support/cast.ts';

/** A catalogue entry of the urban management bureau, but for what the test wishes. */
export function addItem(db: Db, cast: Cast, wish: Partial<ItemValues> = {}): number {
  return insertItem(db, {
    code: 'SZ-001',
    name: '路灯维修',
    agency_id: cast.agencies.urban,
    fallback_id: cast.agencies.housing,
    category_id: null,
    reply_days: null,
    basis: '城市照明管理规定',
    ...wish,
  });
}

/** Two levels of categories; the second level's name "其他" stands under both. */
export function addCategories(db: Db): void {
  writeTree(db, 'categories', [
    ['市政公用', [['路灯不亮'], ['其他']]],
    ['住房物业', [['电梯故障'], ['其他']]],
  ]);
}

export function stop(db: Db, agencyId: number): void {
  run(db, q.updateTable('agencies').set({ active: 0 }).where('id', '=', agencyId));
}
