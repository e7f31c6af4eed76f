import { formatLocal } from '../calendar/local-time.ts';

/** "20261123-090500": a moment (epoch ms) in a file name, by the local clock. */
export function momentOf(at: number): string {
  const seconds = String(Math.floor(at / 1000) % 60).padStart(2, '0');
  const [day = '', time = ''] = formatLocal(at).replaceAll(/[-:]/g, '').split(' ');
  return `${day}-${time}${seconds}`;
}
