// In a process of its own: it runs the command.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { projectRoot } from '../../src/config.ts';
import { connect } from '../../src/db/connect.ts';
import { openDatabase } from '../../src/db/open.ts';
import { type Desk, NOW, newDesk } from './desk.ts';

describe('import command', () => {
  let desk: Desk;
  let file: string;
  beforeEach(() => {
    desk = newDesk();
    file = desk.write('旧工单.csv', '编号,主题,全文,受理时间\n1,甲,第一件,2019-04-24\n2,乙,,2019-04-25\n');
  });
  afterEach(() => desk.close());

  /** Runs the command in the desk's folder; the desk's own lock stands in for a running system unless it is let go. */
  function command(...args: string[]) {
    const env = { ...process.env, INIT_CWD: desk.folder };
    const done = spawnSync(process.execPath, [join(projectRoot, 'scripts/import.ts'), ...args], {
      env,
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  }

  test('while the system runs, the command points to the page', () => {
    const { code, err } = command('旧工单.csv', '--map', '全文=text', '--database', 'hotline.db');
    assert.equal(code, 1);
    assert.match(err, /正被另一个程序使用/);
    assert.match(err, /“导入工单”页面/);
  });

  test('it prints the mapping, imports, writes the refused rows and says with its exit code that some were', () => {
    desk.release();
    const { code, out, err } = command(
      '旧工单.csv',
      '--map',
      '全文=text',
      '--database',
      'hotline.db',
      '--errors',
      '未导入.csv',
    );
    assert.match(err, /全文 → 诉求内容/);
    assert.match(err, /已处理 2 \/ 2 行/);
    assert.match(out, /来源“旧工单”：共 2 行，导入 1 件，已有 0 件，未导入 1 行/);
    assert.equal(code, 3);
    assert.match(readFileSync(join(desk.folder, '未导入.csv'), 'utf8'), /3,没有诉求内容,2,乙/);
    const db = connect(desk.file);
    assert.equal(db.prepare('SELECT text FROM cases').pluck().get(), '第一件');
    db.close();
  });

  test('a check imports nothing', () => {
    desk.release();
    const { out } = command(file, '--map', '全文=text', '--check', '--database', 'hotline.db');
    assert.match(out, /可以导入 1 件/);
    const { db, close } = openDatabase(desk.file, NOW);
    assert.equal(db.prepare('SELECT count(*) FROM cases').pluck().get(), 0);
    close();
  });

  test('what is written wrongly is explained in Chinese, with exit code 2', () => {
    desk.release();
    for (const [args, words] of [
      [[], /请写明要导入的一个 CSV 文件/],
      [['没有.csv'], /没有找到文件/],
      [[file, '--colour'], /请检查 --colour/],
      [[file, '--database', 'hotline.db'], /还没有指定哪一列是“诉求内容”/],
      [
        [file, '--map', '全文=text', '--kind', '闲聊', '--database', 'hotline.db'],
        /没有“闲聊”这种诉求类型，可选：咨询、投诉/,
      ],
    ] as const) {
      const { code, err } = command(...args);
      assert.equal(code, 2, err);
      assert.match(err, words);
    }
  });
});
