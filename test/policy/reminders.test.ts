import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { all, q } from '../../src/db/query.ts';
import { change, type Desk, formOf, openDesk, rowCount, wordsOf } from './desk.ts';

describe('policy reminders', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  type Typed = Parameters<typeof formOf>[2];

  /** The second rule of a new hotline: unsigned after an hour of work. */
  const SECOND = 'rules.1';
  const place = (code: string) => desk.policy().reminderRules.findIndex((rule) => rule.code === code);

  async function preview(slug: string, typed: Typed) {
    return desk.admin.post(`/policy/${slug}`, formOf(desk, slug, typed));
  }

  async function refused(slug: string, typed: Typed): Promise<string> {
    const before = rowCount(desk);
    const answer = await desk.admin.post(`/policy/${slug}/confirm`, formOf(desk, slug, typed));
    assert.equal(answer.status, 422);
    assert.equal(rowCount(desk), before);
    return answer.text();
  }

  const folds = (page: string) =>
    [...page.matchAll(/<details class="policy-fold"[^>]*>/g)].map(([tag]) => tag);

  test('Q-F1: every rule is a sentence that opens it; all are closed until one is needed', async () => {
    const page = await (await desk.admin.get('/policy/reminders')).text();
    assert.equal(folds(page).length, desk.policy().reminderRules.length);
    assert.ok(folds(page).every((tag) => !tag.includes(' open')));
    // Gateways with templates name rules so.
    assert.match(page, /规则代码：<code>dispatched<\/code>/);
    assert.match(page, /派单后 60 个工作分钟尚未签收（非紧急） → 经办人、承办单位值班手机，短信，计入催办/);
  });

  test('the supervisor reads rule and text, the ones that are paused marked', async () => {
    const words = await wordsOf(await desk.supervisor.get('/policy/reminders'));
    assert.match(words, /签收超期后 120 个工作分钟 → 值班长，短信和邮件 \{单位\}的工单\{工单号\}/);
    assert.match(words, /已暂停：当场答复/);
  });

  test('a text is changed: the preview shows this rule alone, before and after with its SMS; cases already open have it too', async () => {
    const typed = { [`${SECOND}.text`]: '请签收工单{工单号}。' };
    const words = await wordsOf(await preview('reminders', typed));
    assert.match(words, /的内容由“工单\{工单号\}“\{标题\}”尚未签收.*改为“请签收工单\{工单号\}。”/);
    assert.match(words, /改动后 派单后尚未签收：请签收工单20261123-0001。（19 字，短信 1 条）/);
    assert.equal(words.split('派单后尚未签收：').length, 3);
    assert.match(words, /仍在办理的工单同样适用/);
    assert.doesNotMatch(words, /仍按登记时的规定办理/);
    await change(desk, 'reminders', typed);
    assert.equal(desk.policy().reminderRules[1]?.text, '请签收工单{工单号}。');
    assert.equal(desk.policy().reminderRules[1]?.code, 'unsigned');
  });

  test('whom, how, whether it presses and whether it is paused: each is ticked or not', async () => {
    await change(desk, 'reminders', {
      [`${SECOND}.to`]: ['handler', 'agency_leader'],
      [`${SECOND}.via`]: ['phone'],
      [`${SECOND}.presses`]: null,
      [`${SECOND}.paused`]: '1',
    });
    const rule = desk.policy().reminderRules[1];
    assert.deepEqual(rule?.to, ['handler', 'agency_leader']);
    assert.deepEqual(rule?.via, ['phone']);
    assert.deepEqual([rule?.presses, rule?.active], [false, false]);
    const words = await wordsOf(await desk.admin.get('/policy/reminders'));
    const changed =
      '“派单后 60 个工作分钟尚未签收（非紧急）”的接收人由“经办人、承办单位值班手机”改为“经办人、分管领导”';
    assert.ok(words.includes(changed), words.slice(words.indexOf('修改记录')));
  });

  test('what does not fit is said at the field of its rule, which stands open, the others closed', async () => {
    for (const [field, value, message] of [
      ['to', ['handler', 'citizen'], /“派单后尚未签收”不能发给诉求人/],
      ['to', null, /请至少选择一项接收人/],
      ['via', null, /请至少选择一项方式/],
      ['via', ['fax'], /请至少选择一项方式/],
      ['text', '请于{延期截止}前办理。', /\{延期截止\}只能用于办理到期、延期的提醒/],
      ['text', '{标题', /花括号没有成对/],
      ['text', '', /请填写内容/],
      ['occasion', '', /请选择时机/],
      ['occasion', 'nothing', /请选择时机/],
      ['amount', '-1', /时间应为 0 至 9999 的整数。/],
      ['amount', '10000', /时间应为 0 至 9999 的整数。/],
      ['cases', 'none', /请选择适用/],
    ] as const) {
      const page = await refused('reminders', { [`${SECOND}.${field}`]: value });
      assert.match(page, message, field);
      assert.match(page, /第 2 项：/, field);
      assert.deepEqual(
        folds(page).flatMap((tag, index) => (tag.includes(' open') ? [index] : [])),
        [1],
        field,
      );
    }
  });

  test('two rules that say the same are refused', async () => {
    const [first] = desk.policy().reminderRules;
    assert.ok(first);
    const page = await refused('reminders', {
      ...{ [`${SECOND}.occasion`]: first.occasion, [`${SECOND}.amount`]: '0' },
      ...{ [`${SECOND}.unit`]: first.unit, [`${SECOND}.cases`]: first.cases },
      ...{ [`${SECOND}.via`]: first.via, [`${SECOND}.presses`]: null },
    });
    assert.match(page, /第 2 项：与第 1 项重复/);
  });

  test('a rule is added, without JavaScript: its blank row stands open; filled in it is in force', async () => {
    const count = desk.policy().reminderRules.length;
    const added = { ...formOf(desk, 'reminders'), do: 'add:rules' };
    const page = await (await desk.admin.post('/policy/reminders', added)).text();
    assert.deepEqual(
      folds(page).flatMap((tag, index) => (tag.includes(' open') ? [index] : [])),
      [count],
    );
    assert.match(page, /未填写的规则/);
    const row = `rules.${count}`;
    await change(desk, 'reminders', {
      ...{ [`${row}.code`]: '', [`${row}.occasion`]: 'reply_before_due', [`${row}.amount`]: '3' },
      ...{ [`${row}.unit`]: 'days', [`${row}.cases`]: 'ordinary', [`${row}.to`]: 'handler' },
      ...{ [`${row}.via`]: 'email', [`${row}.text`]: '工单{工单号}{剩余}。' },
    });
    assert.deepEqual(desk.policy().reminderRules.at(-1), {
      ...{ code: 'n1', occasion: 'reply_before_due', amount: 3, unit: 'days', cases: 'ordinary' },
      ...{ to: ['handler'], via: ['email'], presses: false, active: true, text: '工单{工单号}{剩余}。' },
    });
  });

  test('while a text is typed its row says what it comes to, whatever the other rows hold', async () => {
    const broken = { 'rules.0.text': '', [`${SECOND}.text`]: `工单{工单号}${'请'.repeat(60)}` };
    const answer = await desk.admin.post(
      `/policy/reminders/example?row=${SECOND}`,
      formOf(desk, 'reminders', broken),
    );
    const words = await wordsOf(answer);
    assert.match(words, /可以填入 \{工单号\} \{标题\}.*\{链接\}/);
    assert.doesNotMatch(words, /\{查询码\}/);
    assert.match(words, /样例：工单20261123-0001请+ ?（75 字，短信 2 条）/);
    const other = { ...broken, [`${SECOND}.occasion`]: 'citizen_accepted' };
    const citizen = await desk.admin.post(
      `/policy/reminders/example?row=${SECOND}`,
      formOf(desk, 'reminders', other),
    );
    assert.match(await wordsOf(citizen), /\{查询码\}/);
  });

  test('a row that is not there, or of a page without such help, is not found', async () => {
    for (const [slug, row] of [
      ['reminders', 'rules.400'],
      ['reminders', 'nothing'],
      ['channels', 'channels.0'],
    ] as const) {
      assert.equal(
        (await desk.admin.post(`/policy/${slug}/example?row=${row}`, formOf(desk, slug))).status,
        404,
        row,
      );
    }
  });

  test('what is typed into a rule is shown as text, never as a page', async () => {
    const typed = { [`${SECOND}.text`]: '<script>alert(1)</script>{工单号}' };
    const row = await desk.admin.post(
      `/policy/reminders/example?row=${SECOND}`,
      formOf(desk, 'reminders', typed),
    );
    assert.doesNotMatch(await row.text(), /<script>/);
    assert.doesNotMatch(await (await preview('reminders', typed)).text(), /<script>alert/);
  });

  test('an earlier version comes back into the form as it was', async () => {
    await change(desk, 'reminders', { [`${SECOND}.paused`]: '1', [`${SECOND}.text`]: '请签收。' });
    const [id] = all(
      desk.db,
      q.selectFrom('policies').select('id').where('key', '=', 'reminderRules').orderBy('id'),
    );
    const page = await (await desk.admin.get(`/policy/reminders?version=${id?.id}`)).text();
    assert.match(page, /表单内已填入第 1 版/);
    assert.match(page, /工单\{工单号\}“\{标题\}”尚未签收/);
    assert.doesNotMatch(page, /已暂停：派单后 60/);
  });

  test('Q-F1: the rules of citizens can be paused and taken up again', async () => {
    const row = `rules.${place('citizen_answered')}`;
    await change(desk, 'reminders', { [`${row}.paused`]: null });
    assert.equal(desk.policy().reminderRules[place('citizen_answered')]?.active, true);
  });

  const ADDRESSES: readonly (readonly [string, string | null])[] = [
    ['', ''],
    ['https://12345.example.cn', 'https://12345.example.cn'],
    ['https://12345.example.cn/', 'https://12345.example.cn'],
    ['http://10.1.2.3:3000/hotline//', 'http://10.1.2.3:3000/hotline'],
    ['12345.example.cn', null],
    ['ftp://12345.example.cn', null],
    ['https://12345.example.cn/?a=1', null],
    ['https://a:b@12345.example.cn', null],
    ['https://12345 .example.cn', null],
    ['http://localhost:3000', null],
    ['http://127.0.0.1:3000', null],
  ];

  for (const [typed, kept] of ADDRESSES) {
    test(`the address “${typed}” of the system is ${kept === null ? 'refused' : 'taken'}`, async () => {
      await change(desk, 'sending', { 'site.address': 'https://before.example.cn' });
      if (kept === null) {
        assert.match(
          await refused('sending', { 'site.address': typed }),
          /系统网址应以|只能在服务器本机打开/,
        );
        assert.equal(desk.policy().sending.address, 'https://before.example.cn');
      } else {
        await change(desk, 'sending', { 'site.address': typed });
        assert.equal(desk.policy().sending.address, kept);
      }
    });
  }

  test('citizens may have an address of their own, checked as the other; without one it is the same', async () => {
    await change(desk, 'sending', { 'site.address': 'http://10.1.2.3:3000' });
    assert.match(
      await wordsOf(await desk.admin.get('/policy/sending')),
      /在 http:\/\/10\.1\.2\.3:3000\/r 凭工单号/,
    );
    assert.match(
      await refused('sending', { 'site.publicAddress': '12345.example.cn' }),
      /诉求人网址应以 https/,
    );
    assert.match(
      await refused('sending', { 'site.publicAddress': 'http://localhost' }),
      /只能在服务器本机打开/,
    );
    await change(desk, 'sending', { 'site.publicAddress': 'https://12345.example.cn/' });
    const { address, publicAddress } = desk.policy().sending;
    assert.deepEqual([address, publicAddress], ['http://10.1.2.3:3000', 'https://12345.example.cn']);
    const words = await wordsOf(await desk.admin.get('/policy/sending'));
    assert.match(words, /在 https:\/\/12345\.example\.cn\/r 凭工单号/);
  });

  test('quiet hours of SMS, digest and tries are set together and said in words', async () => {
    await change(desk, 'sending', {
      ...{ 'quiet.quietFrom': '22：00', 'quiet.quietTo': '7:30', 'digest.digestToLeaders': null },
      ...{ 'trying.triesBeforeGivingUp': '3', 'trying.ratingDays': '14' },
    });
    const { quietFrom, quietTo, digestToAgencies, digestToLeaders, ratingDays } = desk.policy().sending;
    assert.deepEqual(
      [quietFrom, quietTo, digestToAgencies, digestToLeaders, ratingDays],
      ['22:00', '07:30', true, false, 14],
    );
    const words = await wordsOf(await desk.admin.get('/policy/sending'));
    assert.match(words, /一般短信在 22:00 至次日 07:30 之间不发/);
    assert.match(words, /每个工作日 08:30 给承办单位、值班长发汇总邮件/);
    assert.match(words, /发送 3 次仍未成功的/);
  });
});
