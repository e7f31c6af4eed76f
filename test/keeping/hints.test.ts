import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { change, type Desk, formOf, openDesk, wordsOf } from '../policy/desk.ts';
import { backedUp, closedCase, maskAt } from './old-case.ts';

describe('what the administrator is told of keeping', () => {
  test('a shorter time: how many cases it concerns, and that there is a day to think again', async () => {
    const desk = openDesk('2029-01-08 09:00');
    closedCase(desk.db, desk.cast);
    const preview = async (years: string) =>
      wordsOf(
        await desk.admin.post('/policy/keeping', formOf(desk, 'keeping', { 'keeping.maskYears': years })),
      );
    await change(desk, 'keeping', { 'keeping.maskYears': '3', reason: '按档案规定' });
    assert.doesNotMatch(await preview('0'), /将被抹去/);
    assert.doesNotMatch(await preview('4'), /将被抹去/);
    assert.match(await preview('2'), /有 1 件已办结工单的个人信息将被抹去，抹去后不能找回。施行满一天后/);
    desk.close();
  });

  test('cases past their time that wait for a good backup; nothing once there is one', async () => {
    const words = async (desk: Desk) => wordsOf(await desk.admin.get('/health/page'));
    const [early, desk] = [openDesk('2031-11-23 23:59'), openDesk('2031-11-24 00:00')];
    for (const each of [early, desk]) closedCase(each.db, each.cast);
    assert.doesNotMatch(await words(early), /个人信息还没有抹去/);
    assert.match(await words(desk), /有 1 件工单已过 保存期限 ，因为没有近期的完好备份/);
    backedUp(desk.db, '2031-11-23 23:00');
    assert.doesNotMatch(await words(desk), /个人信息还没有抹去/);
    early.close();
    desk.close();
  });

  test('after an upgrade: from when on which old cases are masked; nothing in a new file, nothing once it is done', async () => {
    const words = async (desk: Desk) => wordsOf(await desk.admin.get('/health/page'));
    const desk = openDesk('2031-11-24 09:00');
    const life = closedCase(desk.db, desk.cast);
    assert.doesNotMatch(await words(desk), /升级后新增/);
    desk.db.exec(`UPDATE migrations SET applied_at = applied_at - 1 WHERE name < '0005'`);
    assert.match(await words(desk), /升级后新增.*2031-12-01 09:00 以后的夜间起，将抹去 1 件/);
    const masked = (local: string) => {
      maskAt(desk.db, local);
      return life.case().masked_at !== null;
    };
    assert.equal(masked('2031-12-01 08:59'), false);
    assert.equal(masked('2031-12-01 09:00'), true);
    assert.doesNotMatch(await words(desk), /升级后新增/);
    desk.close();
  });
});
