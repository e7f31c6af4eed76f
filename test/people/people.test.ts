import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { all, q, run } from '../../src/db/query.ts';
import { disablePerson } from '../../src/people/manage.ts';
import { rolesOf } from '../../src/people/queries.ts';
import { addOutside } from '../cases/outside.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { newPerson } from '../support/cast.ts';
import { newDesk, tryLogin, userRow } from './desk.ts';

describe('people', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;
  let visitor: Visitor;

  beforeEach(async () => {
    desk = await newDesk();
    visitor = visit(desk, desk.cast.admin);
  });
  afterEach(() => desk.close());

  const admin = () => visitor;
  const zhang = { name: '张三', login: 'zhangsan', operatorNo: '8010', roles: ['operator', 'dispatcher'] };

  async function refusal(answer: Response): Promise<string> {
    assert.equal(answer.status, 422);
    return answer.text();
  }

  function idOf(login: string): number {
    const [row] = all(desk.world.db, q.selectFrom('users').select('id').where('login', '=', login));
    return row?.id ?? 0;
  }

  test('a new person gets a first password, shown once, that has to be changed', async () => {
    const page = await (await admin().post('/people', zhang)).text();
    const password = />([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</.exec(page)?.[1] ?? '';
    const answer = await tryLogin(desk, { login: 'zhangsan', password });
    assert.equal(answer.status, 303);
    assert.equal(userRow(desk, idOf('zhangsan')).must_change_password, 1);
    assert.ok(!(await (await admin().get(`/people/${idOf('zhangsan')}`)).text()).includes(password));
  });

  test('Q-B5: nobody of an outside unit gets an account, nor has a disabled one enabled', async () => {
    const { db } = desk.world;
    const agency = addOutside(db);
    const person = { ...zhang, operatorNo: '', roles: ['handler'], agency: String(agency) };
    assert.match(
      await refusal(await admin().post('/people', person)),
      /外部单位，通过函件办理，没有系统账号/,
    );
    assert.equal(idOf('zhangsan'), 0);
    const { id } = newPerson(
      db,
      { login: 'former', name: '旧账号', roles: ['handler'], agencyId: agency, operatorNo: null },
      0,
    );
    run(db, q.updateTable('users').set({ active: 0 }).where('id', '=', id));
    assert.match(await refusal(await admin().post(`/people/${id}/enable`, {})), /账号没有启用/);
    assert.equal(userRow(desk, id).active, 0);
  });

  test('who granted a role is kept', async () => {
    await admin().post('/people', zhang);
    const rows = all(
      desk.world.db,
      q.selectFrom('user_roles').selectAll().where('user_id', '=', idOf('zhangsan')),
    );
    assert.deepEqual(rows.map((row) => [row.role, row.granted_by]).sort(), [
      ['dispatcher', desk.cast.admin.id],
      ['operator', desk.cast.admin.id],
    ]);
  });

  test('a login or an operator number that somebody has is refused at its field, and what was typed stays', async () => {
    const login = await refusal(await admin().post('/people', { ...zhang, login: 'Operator' }));
    assert.match(login, /id="f-login-error".*?这个登录名已有人使用/s);
    assert.match(login, /value="张三"/);
    const number = await refusal(await admin().post('/people', { ...zhang, operatorNo: '8001' }));
    assert.match(number, /id="f-operatorNo-error".*?这个工号已有人使用/s);
  });

  test('administrator and auditor in one person are refused', async () => {
    const page = await refusal(await admin().post('/people', { ...zhang, roles: ['admin', 'auditor'] }));
    assert.match(page, /系统管理员、审计员须由专人担任/);
  });

  test('administrator and auditor in one person are refused by the file itself', () => {
    const grant = { user_id: desk.cast.admin.id, role: 'auditor', granted_at: 0, granted_by: null } as const;
    assert.throws(
      () => run(desk.world.db, q.insertInto('user_roles').values(grant)),
      /both administrator and auditor/,
    );
  });

  test('agency roles need an agency, hotline roles none', async () => {
    const without = await refusal(await admin().post('/people', { ...zhang, roles: ['handler'] }));
    assert.match(without, /id="f-agency-error".*?须选择所属承办单位/s);
    const agency = String(desk.cast.agencies.urban);
    const needless = await refusal(await admin().post('/people', { ...zhang, agency }));
    assert.match(needless, /id="f-agency-error".*?请清空单位/s);
    assert.equal((await admin().post('/people', { ...zhang, roles: ['handler'], agency })).status, 200);
  });

  test('nobody changes their own roles', async () => {
    const own = { name: '沈立', login: 'admin' };
    const path = `/people/${desk.cast.admin.id}`;
    const page = await refusal(await admin().post(path, { ...own, roles: ['operator'] }));
    assert.match(page, /不能调整本人的岗位/);
    assert.deepEqual(rolesOf(desk.world.db, desk.cast.admin.id), ['admin']);
  });

  test('nobody grants roles to themselves, not even past the pages', () => {
    const { id } = desk.cast.operator;
    const grant = { user_id: id, role: 'dispatcher', granted_at: 0, granted_by: id } as const;
    assert.throws(() => run(desk.world.db, q.insertInto('user_roles').values(grant)), /CHECK/);
  });

  test('one may correct one’s own name without losing the roles', async () => {
    const answer = await admin().post(`/people/${desk.cast.admin.id}`, { name: '沈力', login: 'admin' });
    assert.equal(answer.status, 303);
    assert.equal(userRow(desk, desk.cast.admin.id).name, '沈力');
    assert.deepEqual(rolesOf(desk.world.db, desk.cast.admin.id), ['admin']);
  });

  test('nobody disables themselves', async () => {
    const page = await refusal(await admin().post(`/people/${desk.cast.admin.id}/disable`, {}));
    assert.match(page, /不能停用本人的账号/);
  });

  test('the last administrator stays, also when two disable each other at once', () => {
    const { db, now } = desk.world;
    const second = newPerson(
      db,
      { login: 'admin2', name: '杨二', roles: ['admin'], agencyId: null, operatorNo: null },
      now(),
    );
    const by = { ip: '', agent: '', now: now() };
    disablePerson(db, desk.cast.admin, second.id, by);
    assert.throws(() => disablePerson(db, second, desk.cast.admin.id, by), /最后一位在用的系统管理员/);
    assert.equal(userRow(desk, desk.cast.admin.id).active, 1);
  });

  test('changed roles hold from the next page on', async () => {
    const operator = visit(desk, desk.cast.operator);
    const { id } = desk.cast.operator;
    assert.equal((await operator.get('/intake')).status, 200);
    await admin().post(`/people/${id}`, {
      name: '王晓',
      login: 'operator',
      operatorNo: '8001',
      roles: ['leader'],
    });
    assert.equal((await operator.get('/intake')).status, 403);
  });

  test('a mobile is what SMS can be sent to, kept in digits; a landline is none', async () => {
    const { id } = desk.cast.operator;
    const person = { name: '王晓', login: 'operator', operatorNo: '8001', roles: ['operator'] };
    for (const phone of ['12345', '0731-82345678'])
      assert.match(
        await refusal(await admin().post(`/people/${id}`, { ...person, phone })),
        /应为一个 11 位手机号码/,
      );
    await admin().post(`/people/${id}`, { ...person, phone: '138 0000 0000' });
    assert.equal(userRow(desk, id).phone, '13800000000');
  });

  test('the audit log names what was changed and keeps no phone number', async () => {
    const { id } = desk.cast.operator;
    const changed = { name: '王晓', login: 'operator', operatorNo: '8001', roles: ['operator', 'leader'] };
    await admin().post(`/people/${id}`, { ...changed, phone: '138 0000 0000' });
    const rows = all(desk.world.db, q.selectFrom('audit_log').select(['act', 'detail']).orderBy('id'));
    assert.deepEqual(rows, [
      { act: 'user_changed', detail: '{"fields":["手机号码"]}' },
      { act: 'roles_granted', detail: '{"added":["领导"],"removed":[]}' },
    ]);
  });

  test('people are found by name, login, number, role, agency and state', async () => {
    const names = async (query: string) => {
      const page = await (await admin().get(`/people?${query}`)).text();
      return [...page.matchAll(/class="ui-row-link"[^>]*>([^<]+)</g)].map((match) => match[1]);
    };
    assert.deepEqual(await names('q=王晓'), ['王晓']);
    assert.deepEqual(await names('q=8002'), ['李青']);
    assert.deepEqual(await names('q=assist'), ['褚林', '卫强']);
    assert.deepEqual(await names('role=auditor'), ['韩正']);
    assert.deepEqual(await names(`agency=${desk.cast.agencies.urban}`), ['赵明', '冯岩']);
    assert.deepEqual(await names('state=disabled'), []);
  });
});
