import type { Db } from '../db/open.ts';
import { lastCut, newestLine } from './chain-queries.ts';
import { headsBesideBackups } from './head-sources.ts';
import { type KnownHead, verifyHeads } from './heads.ts';
import { type ChainHead, type Fault, verifyChain } from './verify.ts';

/** What a check of the whole log found. */
export type Findings = {
  ok: boolean;
  lines: number;
  head: ChainHead | null;
  fault: Fault | null;
  /** How many notes outside of the log it was compared with. */
  compared: number;
  givenUp: number;
  backwards: number;
};

export type Progress = { done: number; total: number };

type Wishes = {
  /** Folders of backups, whose notes are read. */
  folders: readonly string[];
  /** Further heads that are known. */
  good?: readonly KnownHead[];
  say?: (progress: Progress) => void;
};

const A_STEP = 20_000;

/** Verifies the chain, and compares it with everything that was noted outside of it. */
export function checkLog(db: Db, { folders, good = [], say = () => undefined }: Wishes): Findings {
  const total = linesStanding(db);
  const chain = verifyChain(db, { every: A_STEP, say: (done) => say({ done, total }) });
  const heads = verifyHeads(db, [...good, ...headsBesideBackups(db, folders)]);
  return {
    ok: chain.ok && !heads.fault,
    lines: chain.lines,
    head: chain.head,
    fault: chain.fault ?? heads.fault ?? null,
    compared: heads.compared,
    givenUp: heads.givenUp,
    backwards: chain.backwards,
  };
}

/** How many lines there are, without counting them: they are numbered without gaps. */
export function linesStanding(db: Db): number {
  return (newestLine(db)?.id ?? 0) - (lastCut(db)?.through_id ?? 0);
}
