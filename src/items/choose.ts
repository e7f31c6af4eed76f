import { offered } from '../cases/offered.ts';
import type { Db } from '../db/open.ts';
import { choosable, type ItemRow } from './queries.ts';

export const ITEM_FIELD = '便民服务事项';

/**
 * The item that a form named; `present` is the one that the case has already, which may stay.
 * @throws Invalid at `item` when it cannot be chosen
 */
export function chosenItem(db: Db, typed: string | undefined, present: number | null = null): ItemRow | null {
  if (!typed) return null;
  return offered(choosable(db, present), (item) => item.id, typed, 'item', ITEM_FIELD);
}
