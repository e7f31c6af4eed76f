import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const source = new URL('../../src/calendar/', import.meta.url);
const PROBE = fileURLToPath(new URL('probe.ts', import.meta.url));

test('deadlines are the same whatever time zone the server is set to', () => {
  const answers = ['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati', 'Europe/London'].map((zone) =>
    execFileSync(process.execPath, [PROBE], { env: { ...process.env, TZ: zone }, encoding: 'utf8' }),
  );
  assert.ok(answers[0]?.includes('2026-02-24 17:30'));
  assert.deepEqual(new Set(answers).size, 1);
});

test('no file of the calendar reads the clock, a local getter or Intl', () => {
  const local =
    /Date\.now|new Date\(\)|\.get(?!UTC)(FullYear|Month|Date|Day|Hours|Minutes|Timezone)|Intl\b|toLocale/;
  for (const file of readdirSync(source)) {
    const code = readFileSync(new URL(file, source), 'utf8').replaceAll(/\/\/.*$/gm, '');
    assert.doesNotMatch(code, local, file);
  }
});
