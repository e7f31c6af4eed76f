import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * For tests that need a small disk of their own, which not every account may mount, root in a container neither: skipped
 * aloud there. That writes find no room is also tested by means of faults.c, which needs no such right.
 */
export function noMount(): string | false {
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
