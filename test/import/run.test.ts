import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { exactTime } from '../../src/calendar/words.ts';
import { nextCaseId } from '../../src/cases/intake.ts';
import { BESIDE_SERVING } from '../../src/import/run.ts';
import { refusedCsv } from '../../src/import/runs.ts';
import { matchQuery } from '../../src/search/bigrams.ts';
import { writeTree } from '../../src/trees/write.ts';
import { parseCsv } from '../../src/web/csv.ts';
import { bringIn, type Desk, NOW, newDesk } from './desk.ts';

describe('import run', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = newDesk();
  });
  afterEach(() => desk.close());

  type Row = Record<string, string | number | null>;
  const rows = (sql: string, ...values: unknown[]) => desk.db.prepare(sql).all(...values) as Row[];
  const row = (sql: string, ...values: unknown[]) => rows(sql, ...values)[0] ?? {};
  const count = (table: string) => row(`SELECT count(*) AS n FROM ${table}`).n;

  const HEAD = 'id,title,text,received_at,reply,replied_at,user,phone';
  const TWO = `${HEAD}
7,路灯不亮,城南路一段路灯坏了三天。,2019-04-24 16:03:40,"已于4月26日修复，感谢您的反映。",2019/4/29 09:10,A0001,13812345678
8,,噪音扰民！夜里还在施工，无法入睡。,2019-04-23,,,,
`;

  describe('what comes in', () => {
    test('a row becomes an archived case that keeps its number, text, citizen and reply', async () => {
      const done = await bringIn(desk.db, TWO);
      assert.deepEqual([done.total, done.imported, done.refused, done.failure], [2, 2, 0, null]);
      const given = row('SELECT * FROM cases WHERE source_number = ?', '7');
      assert.equal(given.number, '20190424-0001');
      assert.equal(given.source, '旧系统');
      assert.equal(given.status, 'archived');
      assert.equal(given.outcome, 'imported');
      assert.equal(given.headline, '路灯不亮');
      assert.equal(given.text, '城南路一段路灯坏了三天。');
      assert.equal(given.answer, '已于4月26日修复，感谢您的反映。');
      assert.equal(given.received_day, '2019-04-24');
      assert.equal(given.received_month, '2019-04');
      assert.equal(exactTime(Number(given.closed_at)), '2019-04-29 09:10');
      const citizen = row('SELECT * FROM citizens WHERE case_id = ?', given.id);
      assert.deepEqual([citizen.name, citizen.phone], ['A0001', '13812345678']);
    });

    test('a row without a title takes the first sentence as its headline', async () => {
      await bringIn(desk.db, TWO);
      assert.equal(row('SELECT headline FROM cases WHERE source_number = ?', '8').headline, '噪音扰民');
    });

    test('old cases start no clocks and stand in no queue', async () => {
      await bringIn(desk.db, TWO);
      assert.equal(count('clocks'), 0);
      assert.equal(
        row('SELECT count(*) AS n FROM cases WHERE queue_rank IS NOT NULL OR next_due_at IS NOT NULL').n,
        0,
      );
    });

    test('the timeline shows the reply at its own time and where the case came from', async () => {
      await bringIn(desk.db, TWO, { userId: desk.cast.supervisor.id });
      const events = rows(
        'SELECT e.* FROM events e JOIN cases c ON c.id = e.case_id WHERE c.source_number = ? ORDER BY e.id',
        '7',
      );
      assert.deepEqual(
        events.map((event) => [event.act, event.who, exactTime(Number(event.at)), event.why]),
        [
          ['imported_reply', '旧系统', '2019-04-29 09:10', ''],
          ['import', '吴川', '2026-11-23 09:00', '来源：旧系统；原编号：7'],
        ],
      );
    });

    test('search finds the imported text, newest first', async () => {
      await bringIn(
        desk.db,
        'id,内容,来电时间\n1,小区停水两天,2020-05-01 08:00\n2,再次停水,2018-01-01 08:00\n3,道路积水,2019-06-01\n4,又停水了,2019-06-01 10:00',
      );
      const found = rows(
        'SELECT c.source_number FROM case_search s JOIN cases c ON c.id = s.rowid WHERE case_search MATCH ? ORDER BY s.rowid DESC',
        matchQuery('停水'),
      );
      assert.deepEqual(
        found.map((each) => each.source_number),
        ['1', '4', '2'],
      );
    });

    test('ids and numbers of a day follow the time of receipt, whatever the order of the file', async () => {
      await bringIn(
        desk.db,
        'id,内容,来电时间\nb,乙,2019-04-24 10:00\na,甲,2019-04-24 09:00\nc,丙,2019-04-24 11:00',
      );
      assert.deepEqual(
        rows('SELECT source_number AS s, number FROM cases ORDER BY id').map((each) => [each.s, each.number]),
        [
          ['a', '20190424-0001'],
          ['b', '20190424-0002'],
          ['c', '20190424-0003'],
        ],
      );
      assert.ok(nextCaseId(desk.db, NOW) > Number(row('SELECT max(id) AS id FROM cases').id));
    });

    test('more rows of one day without a time than ids in a second all come in', async () => {
      const lines = Array.from({ length: 1100 }, (_, at) => `${at},第 ${at} 件诉求,2019-04-24`);
      const done = await bringIn(desk.db, `id,内容,来电时间\n${lines.join('\n')}`);
      assert.equal(done.imported, 1100);
      assert.equal(row('SELECT max(number) AS n FROM cases').n, '20190424-1100');
    });

    test('quotes, commas and line breaks inside a field come in as they were written', async () => {
      const text = '他说："不归我们管"，\n让我找街道，\n\n街道又说,不归他们管。';
      await bringIn(
        desk.db,
        `id,内容,来电时间\r\n1,"${text.replaceAll('"', '""').replaceAll('\n', '\r\n')}",2019-04-24\r\n\r\n2,下一件,2019-04-25\r\n`,
      );
      assert.equal(row('SELECT text FROM cases WHERE source_number = ?', '1').text, text);
      assert.equal(count('cases'), 2);
    });

    test('a very long text comes in whole', async () => {
      const text = '电梯经常停运，'.repeat(20_000);
      await bringIn(desk.db, `id,内容,来电时间\n1,${text},2019-04-24`);
      assert.equal(row('SELECT text FROM cases').text, text);
    });

    test('a file in the national encoding comes in readable and says so', async () => {
      // "内容,时间" and one row in GB18030, as Excel in China saves it.
      const bytes = Buffer.from('c4dac8dd2cc0b4b5e7cab1bce40ac2b7b5c6bbb5c1cb2c323031392d30342d3234', 'hex');
      const done = await bringIn(desk.db, bytes, { mapping: { text: 0, receivedAt: 1 } });
      assert.equal(row('SELECT text FROM cases').text, '路灯坏了');
      assert.ok(done.remarks.some((remark) => remark.includes('GB18030')));
    });
  });

  describe('names', () => {
    test('kind, channel, category, area and agency are matched by their names', async () => {
      writeTree(desk.db, 'categories', [
        ['城乡建设', [['物业管理'], ['供水']]],
        ['交通', [['公交']]],
      ]);
      writeTree(desk.db, 'areas', [['城关镇', [['东街社区']]]]);
      await bringIn(
        desk.db,
        '编号,内容,来电时间,类型,渠道,分类,区域,承办单位\n1,电梯坏了,2019-04-24,投诉类,来电电话,城乡建设/物业管理,城关镇 > 东街社区,住建局\n2,公交晚点,2019-04-25,咨询,网络,公交,东街社区,交通运输局',
      );
      const found =
        rows(`SELECT c.kind, c.channel, k.path AS category, a.path AS area, g.short_name AS agency FROM cases c
      JOIN categories k ON k.id = c.category_id JOIN areas a ON a.id = c.area_id JOIN agencies g ON g.id = c.lead_agency_id ORDER BY c.id`);
      assert.deepEqual(
        found.map((each) => Object.values(each)),
        [
          ['complaint', 'phone', '城乡建设 / 物业管理', '城关镇 / 东街社区', '住建局'],
          ['consultation', 'web', '交通 / 公交', '城关镇 / 东街社区', '交通局'],
        ],
      );
    });

    test('names that nothing here bears are left empty, counted and kept in the timeline', async () => {
      const done = await bringIn(
        desk.db,
        '编号,内容,来电时间,类型,承办单位,状态\n1,甲,2019-04-24,其他,老城管大队,已办结\n2,乙,2019-04-25,其他,老城管大队,',
      );
      assert.deepEqual(done.remarks, [
        '诉求类型有 2 行对应不上，按所选的默认值导入：其他（2）。',
        '承办单位有 2 行对应不上，留空，原名称记入时间线：老城管大队（2）。',
      ]);
      const given = row(
        'SELECT c.kind, c.lead_agency_id, e.why FROM cases c JOIN events e ON e.case_id = c.id ORDER BY c.id',
      );
      assert.deepEqual([given.kind, given.lead_agency_id], ['help', null]);
      assert.equal(
        given.why,
        '来源：旧系统；原编号：1；原状态：已办结；原诉求类型：其他；原承办单位：老城管大队',
      );
    });

    test('a name that two nodes bear is not guessed', async () => {
      writeTree(desk.db, 'categories', [
        ['供水', [['其他']]],
        ['供电', [['其他']]],
      ]);
      await bringIn(
        desk.db,
        '编号,内容,来电时间,分类\n1,甲,2019-04-24,其他\n2,乙,2019-04-25,供电-其他\n3,丙,2019-04-26,供电 / 其他',
      );
      assert.deepEqual(
        rows('SELECT k.path FROM cases c LEFT JOIN categories k ON k.id = c.category_id ORDER BY c.id').map(
          (each) => each.path,
        ),
        [null, null, '供电 / 其他'],
      );
    });
  });

  describe('what does not come in', () => {
    const BAD = `编号,内容,来电时间,答复,答复时间
1,好的一行,2019-04-24 10:00,,
2,,2019-04-24,,
3,没有时间,,,
4,"时间,看不懂",前天,,
5,将来的,2030-01-01,,
6,答复在将来,2019-04-24,好,2030-01-01
7,多一列,2019-04-24,好,2019-04-25,又一列
8,"=1+1",2019-04-24,,`;

    test('refused rows are told with line and reason, in a table that can be corrected and imported again', async () => {
      const done = await bringIn(desk.db, BAD);
      assert.deepEqual([done.total, done.imported, done.refused], [8, 2, 6]);
      const table = parseCsv(done.refusedCsv);
      assert.deepEqual(table.header, ['行号', '未导入原因', '编号', '内容', '来电时间', '答复', '答复时间']);
      assert.deepEqual(
        table.rows.map(({ cells }) => cells.slice(0, 4)),
        [
          ['3', '没有诉求内容', '2', ''],
          ['4', '没有来电时间', '3', '没有时间'],
          ['5', '来电时间“前天”不是可识别的日期', '4', '时间,看不懂'],
          ['6', '来电时间“2030-01-01”晚于现在', '5', '将来的'],
          ['7', '答复时间“2030-01-01”晚于现在', '6', '答复在将来'],
          ['8', '列数多于表头，可能缺少引号，请核对', '7', '多一列'],
        ],
      );
      assert.equal(refusedCsv(desk.db, done.runId), done.refusedCsv);

      const again = await bringIn(
        desk.db,
        done.refusedCsv.replaceAll('前天', '2019-04-22').replaceAll('2030', '2020'),
      );
      assert.deepEqual([again.imported, again.refused], [3, 3]);
    });

    test('a file whose quotation marks do not match is refused as a whole', async () => {
      const done = await bringIn(
        desk.db,
        '编号,内容,来电时间\n1,"没有结束的引号,2019-04-24\n2,乙,2019-04-25\n',
      );
      assert.match(done.failure ?? '', /引号没有成对/);
      assert.equal(count('cases'), 0);
    });

    test('a file without rows is refused', async () => {
      assert.match((await bringIn(desk.db, '编号,内容,来电时间\n')).failure ?? '', /没有数据行/);
    });

    test('a check writes no case and tells the same figures', async () => {
      const checked = await bringIn(desk.db, BAD, { dryRun: true });
      for (const table of ['cases', 'citizens', 'events', 'case_numbers', 'audit_log'])
        assert.equal(count(table), 0);
      const done = await bringIn(desk.db, BAD);
      for (const key of ['total', 'imported', 'doubles', 'refused', 'refusedCsv'] as const)
        assert.equal(checked[key], done[key]);
    });
  });

  describe('again and again', () => {
    test('the same file a second time makes no doubles', async () => {
      await bringIn(desk.db, TWO);
      const again = await bringIn(desk.db, TWO);
      assert.deepEqual([again.imported, again.doubles], [0, 2]);
      assert.equal(count('cases'), 2);
      assert.equal(count('case_search'), 2);
    });

    test('rows without a number are known again by their content', async () => {
      const csv = '内容,来电时间\n甲,2019-04-24\n乙,2019-04-24\n甲,2019-04-24\n';
      assert.deepEqual(await figures(csv), [2, 1]);
      assert.deepEqual(await figures(csv), [0, 3]);
    });

    test('a number that repeats in a file with other content is not lost, nor doubled later', async () => {
      const csv = '编号,内容,来电时间\n5,甲,2019-04-24\n5,乙,2019-04-25\n5,甲,2019-04-24\n';
      assert.deepEqual(await figures(csv), [2, 1]);
      assert.deepEqual(await figures(csv), [0, 3]);
      assert.deepEqual(
        rows('SELECT text FROM cases ORDER BY id').map((each) => each.text),
        ['甲', '乙'],
      );
    });

    test('a known number with other content in another file is refused, not swallowed', async () => {
      await bringIn(desk.db, '编号,内容,来电时间\n1,一月的第一件,2019-01-01\n');
      const done = await bringIn(desk.db, '编号,内容,来电时间\n1,二月的第一件,2019-02-01\n');
      assert.deepEqual([done.imported, done.doubles, done.refused], [0, 0, 1]);
      assert.match(
        done.refusedCsv,
        /来源“旧系统”的编号 1 已导入过，但内容不同。如果是另一批数据，请换一个来源名称/,
      );
      const other = await bringIn(desk.db, '编号,内容,来电时间\n1,二月的第一件,2019-02-01\n', {
        source: '旧系统二月',
      });
      assert.equal(other.imported, 1);
    });

    test('an import that was broken off goes on without doubles and without gaps', async () => {
      const lines = Array.from(
        { length: 60 },
        (_, at) => `${at},第 ${at} 件诉求,2019-04-24 10:${String(at).padStart(2, '0')}`,
      );
      const csv = `id,内容,来电时间\n${lines.join('\n')}`;
      let batches = 0;
      const broken = await bringIn(desk.db, csv, {
        pace: { ...BESIDE_SERVING, restAtLeast: 0 },
        stopped: () => ++batches > 1,
      });
      assert.equal(broken.imported, 10);
      assert.match(broken.failure ?? '', /再次导入同一文件即可接着完成/);
      const done = await bringIn(desk.db, csv);
      assert.deepEqual([done.imported, done.doubles, done.failure], [50, 10, null]);
      assert.deepEqual(
        rows('SELECT text, number FROM cases ORDER BY id').map((each) => `${each.text} ${each.number}`),
        lines.map((_, at) => `第 ${at} 件诉求 20190424-${String(at + 1).padStart(4, '0')}`),
      );
    });

    test('an import stands in the audit log with its figures, a check does not', async () => {
      await bringIn(desk.db, TWO, { dryRun: true });
      const { runId } = await bringIn(desk.db, TWO);
      const entry = row('SELECT act, subject, detail FROM audit_log');
      assert.deepEqual([entry.act, entry.subject], ['cases_imported', '旧系统']);
      assert.deepEqual(JSON.parse(String(entry.detail)), {
        run: runId,
        total: 2,
        imported: 2,
        doubles: 0,
        refused: 0,
      });
      assert.equal(count('audit_log'), 1);
    });

    async function figures(csv: string): Promise<[number, number]> {
      const done = await bringIn(desk.db, csv);
      return [done.imported, done.doubles];
    }
  });
});
