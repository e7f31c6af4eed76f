import type { Guard } from '../../rules/facts.ts';
import type { Matter } from '../matters.ts';
import type { CaseStatus, ClockKind } from '../states.ts';
import type { Hat } from './hats.ts';

export type Effect =
  /** `to`: only where the act led there. */
  | { start: ClockKind; to?: CaseStatus }
  | { meet: ClockKind }
  | { reopen: ClockKind }
  | { stop: ClockKind }
  /** The limit is reckoned again, because what decides about it has changed. */
  | { reckon: ClockKind }
  /** Nobody leads the case any more; it is no longer part of another one. */
  | { clear: 'lead' | 'main' }
  /** An act of the system on the case (only when the assignment that moved is the lead's). */
  | { caseAct: string }
  /** An act of the system on the case's assignments: the lead's, or every one still open. */
  | { assignmentAct: string; of: 'lead' | 'open' }
  /** An act of the system on the cases that were merged into this one. */
  | { mergedAct: string };

/** The headings of 更多, in their order. */
export const GROUPS = ['办理', '紧急', '回访', '督办', '考核', '变更', '记录'] as const;

export type Group = (typeof GROUPS)[number];

export type Transition<Status extends string> = {
  act: string;
  /** The verb on the button. */
  label: string;
  /** What the timeline says was done. */
  done: string;
  from: readonly Status[];
  /** Several: the form decides which (see the act's own file). Empty: the status stays. */
  to: readonly Status[];
  by: readonly Hat[];
  /** Never the first thing to do: stands behind 更多. */
  rare?: true;
  /** The first thing to do wherever it is offered: a side process waits for it. */
  awaited?: true;
  /** It tells of what has happened already: true and taken, whatever moved while it was typed. */
  afterwards?: true;
  /** The heading it stands under behind 更多; given where the tables are put together. */
  group?: Group;
  /** Assignments only: which of them has this act; both where it is not said. */
  only?: 'lead' | 'assist';
  /** Only while this side process stands so; not while it does. */
  during?: Matter;
  unless?: Matter | readonly Matter[];
  /**
   * What is on the case but speaks to an agency: the one that leads, the one ordered (Q-E4), or whom it was for. Where
   * it is not said, notices of the act are the case's own.
   */
  tells?: 'lead' | 'ordered' | 'pressed';
  guards: readonly Guard[];
  effects: readonly Effect[];
};
