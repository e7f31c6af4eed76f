import type { Beside } from '../../../views/cases/case.ts';
import { appeals } from './appeal.ts';
import type { BesideOf, Reading } from './beside.ts';
import { emergency } from './emergency.ts';
import { extensions } from './extension.ts';
import { external } from './external.ts';
import { instructions } from './instructions.ts';
import { linked, merged } from './merged.ts';
import { presses } from './press.ts';
import { ratings } from './ratings.ts';
import { reportsUp } from './reports-up.ts';
import { returns } from './returns.ts';
import { spotChecks } from './spot-checks.ts';
import { supervision } from './supervision.ts';
import { suspension } from './suspension.ts';
import { tasks } from './tasks.ts';
import { toldCitizen } from './told-citizen.ts';
import { totalTime } from './total-time.ts';

/** Every side process of a case, in the order it is read. */
const ALL: readonly BesideOf[] = [
  instructions,
  supervision,
  presses,
  tasks,
  emergency,
  reportsUp,
  extensions,
  returns,
  merged,
  linked,
  suspension,
  spotChecks,
  appeals,
  external,
  ratings,
  toldCitizen,
  totalTime,
];

export function besideOf(reading: Reading): readonly Beside[] {
  return ALL.flatMap((each) => each(reading));
}
