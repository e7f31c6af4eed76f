import { readJson, textAt } from './json-path.ts';

/**
 * Whether an answer is as a pattern says: `/expression/`, `field=value|value` of a JSON answer, or words that stand
 * in it.
 */
export function matches(answer: string, pattern: string): boolean {
  const wanted = pattern.trim();
  const expression = expressionOf(wanted);
  if (expression !== null) return expression.test(answer);
  const [, path, values] = /^([\w.]+)=(.+)$/s.exec(wanted) ?? [];
  const json = path === undefined ? undefined : readJson(answer);
  if (path === undefined || values === undefined || json === undefined) return answer.includes(wanted);
  return values.split('|').includes(textAt(json, path));
}

/** What stands at a field of a JSON answer, or in the first brackets of an expression; null where nothing does. */
export function findIn(answer: string, place: string): string | null {
  const wanted = place.trim();
  const expression = expressionOf(wanted);
  if (expression === null) return textAt(readJson(answer), wanted) || null;
  return expression.exec(answer)?.[1] ?? null;
}

/** What is wrong with a pattern, in words; null where nothing is. */
export function patternFault(pattern: string): string | null {
  try {
    expressionOf(pattern.trim());
    return null;
  } catch {
    return `正则表达式写得不对：${pattern.trim()}`;
  }
}

function expressionOf(pattern: string): RegExp | null {
  const source = /^\/(.+)\/$/s.exec(pattern)?.[1];
  return source === undefined ? null : new RegExp(source);
}
