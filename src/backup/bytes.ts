const UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** "2.1 GB", "640 KB"; by 1024, as file managers have it. */
export function sayBytes(bytes: number): string {
  let size = bytes / 1024;
  let unit = 0;
  for (; size >= 1024 && unit < UNITS.length - 1; unit++) size /= 1024;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}
