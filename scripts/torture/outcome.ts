/** What one part of the torture found. Everything but `tried` and `facts` must be 0 or empty, or the part has failed. */
export type Outcome = {
  part: string;
  /** Kills, power cuts, damaged files: how many times it was tried. */
  tried: number;
  /** Writes that were acknowledged and are not there. */
  lost: number;
  /** Files that are not whole: integrity, foreign keys, half a transaction, a broken audit chain. */
  damaged: number;
  /** Writes that were reported as done and were not. */
  falseSuccess: number;
  /** What went wrong, in words. */
  failures: string[];
  /** What else is worth showing, under its own name. */
  facts: Record<string, number | string>;
};

export type Options = {
  times: number;
  /** For progress. */
  say: (text: string) => void;
};

export type Part = (options: Options) => Promise<Outcome>;

/** An outcome in which nothing has happened yet. */
export function nothingYet(part: string): Outcome {
  return { part, tried: 0, lost: 0, damaged: 0, falseSuccess: 0, failures: [], facts: {} };
}

/** Whether nothing was lost, damaged, wrongly reported or else amiss, and something was tried at all. */
export function stood(outcome: Outcome): boolean {
  const { tried, lost, damaged, falseSuccess, failures } = outcome;
  return tried > 0 && lost + damaged + falseSuccess + failures.length === 0;
}

/** What was found up to now, for progress: a run that is broken off has said that much. */
export function soFar({ tried, lost, damaged, falseSuccess, failures, facts }: Outcome): string {
  const found = { lost, damaged, 'false successes': falseSuccess, failures: failures.length, ...facts };
  return `${tried} tried: ${Object.entries(found)
    .map(([name, value]) => `${value} ${name}`)
    .join(', ')}`;
}
