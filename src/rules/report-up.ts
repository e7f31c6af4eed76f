/** G-A3: what is reported upwards goes level by level: the first that was not told; null when all were. */
export function nextLevel(levels: readonly string[], told: ReadonlySet<string>): string | null {
  return levels.find((level) => !told.has(level)) ?? null;
}

/** The levels below the chosen one that were not told yet: leaving them out needs its reason. */
export function skippedLevels(
  levels: readonly string[],
  told: ReadonlySet<string>,
  chosen: string,
): readonly string[] {
  return levels.slice(0, levels.indexOf(chosen)).filter((level) => !told.has(level));
}
