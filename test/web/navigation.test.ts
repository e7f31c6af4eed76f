import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { homeOf, navigationFor } from '../../src/web/navigation.ts';
import { freshFile } from '../support/file.ts';

describe('where people start', () => {
  const { cast } = freshFile();

  test('the administrator comes to what needs to be done, which stands first in the menu too', () => {
    assert.equal(homeOf(cast.admin), '/health/page');
    assert.equal(navigationFor(cast.admin, '/')[0]?.label, '运行状况');
  });

  test('the auditor comes to the log', () => {
    assert.equal(homeOf(cast.auditor), '/audit');
  });
});
