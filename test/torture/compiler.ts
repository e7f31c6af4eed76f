import { execFileSync } from 'node:child_process';
import { hasLibfiu } from '../../scripts/torture/faults.ts';

/** For tests that record a process by a library of their own: never skipped in CI, as in chromium.ts. */
export function noCompiler(): string | false {
  if (process.env.CI) return false;
  if (process.platform !== 'linux') return 'a process can be recorded under Linux only';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'no C compiler found: install gcc and libc6-dev to run the tests that cut the power';
  }
}

/** The same, for tests in which fsyncs fail. */
export function noLibfiu(): string | false {
  if (noCompiler()) return noCompiler();
  return process.env.CI || hasLibfiu() ? false : 'libfiu not found: install fiu-utils to let fsyncs fail';
}
