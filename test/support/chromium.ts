import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** First the one without windows: it draws the same pages in half the CPU time. */
const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where a browser is on this machine; undefined where there is none. CHROMIUM names another. */
export function findChromium(): string | undefined {
  return PLACES.find((place) => place && existsSync(place));
}

/**
 * For browser tests: false where they run, else why they are skipped. In CI they are never skipped:
 * a missing browser fails there.
 */
export function noBrowser(): string | false {
  if (findChromium() || process.env.CI) return false;
  return 'no Chromium found: install one or set CHROMIUM to run the browser tests';
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium found: install one or set CHROMIUM');
  return chromium.launch({ executablePath, args: QUIET });
}
