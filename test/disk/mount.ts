import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For tests that need a small disk of their own: never skipped in CI, as in chromium.ts. */
export function noMount(): string | false {
  if (process.env.CI) return false;
  const folder = mkdtempSync(join(tmpdir(), 'hotline-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return false;
  } catch {
    return 'this user may not mount a small disk: run as root to test a full one';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
