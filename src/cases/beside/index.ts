import type { Beside } from '../../../views/cases/case.ts';
import type { BesideOf, Reading } from './beside.ts';

/** Every side process of a case, in the order it is read. */
const ALL: readonly BesideOf[] = [];

export function besideOf(reading: Reading): readonly Beside[] {
  return ALL.flatMap((each) => each(reading));
}
