import { logLine } from './log-line.ts';

/**
 * Writes what went wrong as one line of JSON for the administrator. The log is no place for personal data (C-M1): of
 * the message, which may quote what somebody typed, it keeps no Chinese text, no quotation, no e-mail address and no
 * long number.
 */
export function logError(about: Readonly<Record<string, string>>, error: unknown): void {
  logLine('error', { ...about, error: wordsOf(error) }, console.error);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return withoutData(String(error));
  const code = 'code' in error ? ` [${String(error.code)}]` : '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}${code}: ${withoutData(error.message)}`, ...frames].join('\n');
}

function withoutData(text: string): string {
  return text
    .replace(/"[^"]*"?|(?<![\p{L}\d])'[^']*'?/gsu, '"…"')
    .replace(/\p{Script=Han}[\p{Script=Han}\p{P}\s]*/gu, '…')
    .replace(/[^\s<>()]+@[^\s<>()]+/g, '…')
    .replace(/\p{Nd}[\p{Nd} -]{4,}\p{Nd}/gu, '…');
}
