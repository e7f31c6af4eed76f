import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../../src/config.ts';

/* hono/html does not quote attributes: value=${v} without quotes would be a hole. */

const files = globSync('{src,views}/**/*.ts', { cwd: projectRoot });

test('no template writes a value into an unquoted attribute', () => {
  for (const file of files) {
    const text = readFileSync(join(projectRoot, file), 'utf8');
    const hole = text.match(/<[a-z][^`]*?\s[a-z-]+=\$\{/);
    assert.equal(hole, null, `${file}: ${hole?.[0].slice(-40)}`);
  }
});

/** Where ready-made HTML is built by hand; each escapes what it is given. */
const RAW_ALLOWED = new Set(['views/ui/html.ts', 'views/ui/icons.ts', 'views/ui/fields.ts']);

test('raw() stands only in the few files that build attributes and icons', () => {
  for (const file of files) {
    if (RAW_ALLOWED.has(file)) continue;
    // The `.raw()` of a statement gives rows, no HTML.
    assert.doesNotMatch(readFileSync(join(projectRoot, file), 'utf8'), /(?<!\.)\braw\(/, file);
  }
});

test('the domain never reads the clock: time is passed in', () => {
  for (const file of files.filter((each) => !['src/server.ts', 'src/import/worker.ts'].includes(each))) {
    const text = readFileSync(join(projectRoot, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(text, /Date\.now\(\)|new Date\(\)/, file);
  }
});

test('views neither query nor decide about rights', () => {
  for (const file of files.filter((each) => each.startsWith('views'))) {
    const text = readFileSync(join(projectRoot, file), 'utf8');
    assert.doesNotMatch(text, /from '\.\.\/\.\.\/src\/db\/|hasRole\(/, file);
  }
});
