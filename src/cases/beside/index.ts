import type { Beside } from '../../../views/cases/case.ts';
import type { BesideOf, Reading } from './beside.ts';
import { emergency } from './emergency.ts';
import { extensions } from './extension.ts';
import { reportsUp } from './reports-up.ts';
import { returns } from './returns.ts';
import { tasks } from './tasks.ts';

/** Every side process of a case, in the order it is read. */
const ALL: readonly BesideOf[] = [tasks, emergency, reportsUp, extensions, returns];

export function besideOf(reading: Reading): readonly Beside[] {
  return ALL.flatMap((each) => each(reading));
}
