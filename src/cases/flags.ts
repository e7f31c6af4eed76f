import type { Flags } from '../../views/ui/index.ts';
import type { CaseRow } from './rows.ts';

/** The marks 急 突 密 匿 of a case. */
export function flagsOf(given: Pick<CaseRow, 'urgent' | 'emergency' | 'confidential' | 'anonymous'>): Flags {
  return {
    urgent: given.urgent === 1,
    emergency: given.emergency === 1,
    confidential: given.confidential === 1,
    anonymous: given.anonymous === 1,
  };
}
