/** Which bytes were asked for, both ends inclusive: the whole where nothing (or nothing understandable) was said. */
export type Wanted = { from: number; to: number; partial: boolean };

/**
 * Reads a Range header of one range, as video players send it ("bytes=0-", "bytes=100-199", "bytes=-500").
 * @returns null when the range begins beyond the end (416); several ranges are answered with the whole file
 */
export function wantedBytes(header: string | undefined, size: number): Wanted | null {
  const whole = { from: 0, to: size - 1, partial: false };
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return whole;
  if (first === '')
    return last === '0' ? null : { from: Math.max(0, size - Number(last)), to: size - 1, partial: true };
  const [from, to] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
  if (last !== '' && Number(last) < from) return whole;
  return from >= size ? null : { from, to, partial: true };
}
