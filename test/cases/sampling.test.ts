import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SAMPLING_SECRET } from '../../src/cases/sampling.ts';
import type { Db } from '../../src/db/open.ts';
import { first, q, run } from '../../src/db/query.ts';
import { type Policy, setPolicy } from '../../src/policy/policy.ts';
import { lotOf } from '../../src/rules/sampling.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';

const SECRET = 'cast';

/** The policy as if it had always been so. */
function always(db: Db, values: Partial<Policy>): void {
  setPolicy(db, values, { userId: null, from: 1, now: 1 });
}

function share(db: Db, percent: number): void {
  always(db, { callbackShares: [{ kind: 'complaint', percent }] });
}

describe('which answered cases are called back (Q-E1)', () => {
  it('Q-E1: what the lot leaves out is closed, and the record says how and when the agency told the citizen', () => {
    const { db, cast } = freshFile();
    share(db, 0);
    const life = new Life(db, cast).toCallBack();
    assert.deepEqual([life.status, life.case().outcome], ['closed', 'told_by_agency']);
    const [passed] = life.events().slice(-1);
    assert.match(
      passed?.why ?? '',
      /按 0% 抽样回访，未抽中。承办单位已于 2026-11-23 09:\d\d 电话告知诉求人，办结/,
    );
    assert.ok(life.clocks('callback').every((clock) => clock.stopped_at !== null));
    assert.equal(life.case().queue_rank, null);
  });

  it('Q-E1: the lot is the one that the secret of the file, the case and the round give, on both sides of the share', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).replied();
    const lot = lotOf(SECRET, 'call_back', life.caseId, 0);
    for (const [percent, status] of [
      [lot, 'closed'],
      [lot + 0.001, 'callback'],
    ] as const) {
      share(db, percent);
      const again = new Life(db, cast);
      again.caseId = life.caseId;
      db.exec('SAVEPOINT before');
      again.do(cast.dispatcher, 'pass', CHECKED);
      assert.equal(again.status, status);
      const { detail } = again.events().at(-1) ?? { detail: '{}' };
      assert.deepEqual(JSON.parse(detail), { lot, percent, chosen: status === 'callback' });
      db.exec('ROLLBACK TO before; RELEASE before');
    }
  });

  it('Q-E1: a kind that the policy does not name is always called back', () => {
    const { db, cast } = freshFile();
    always(db, { callbackShares: [{ kind: 'consultation', percent: 0 }] });
    const life = new Life(db, cast).toCallBack();
    assert.equal(life.status, 'callback');
    assert.equal(life.events().at(-1)?.why, '转回访');
  });

  it('C-E1: whom the agency could not tell is called back, whatever the lot', () => {
    const { db, cast } = freshFile();
    share(db, 0);
    for (const [typed, toldHow] of [
      [{ phone: '', name: '', anonymous: '1' }, 'published'],
      [{ confidential: '1' }, 'via_hotline'],
    ] as const) {
      const life = new Life(db, cast).signed(typed);
      life.onLead(cast.handler, 'submit', { ...life.reply(), toldHow, toldAt: '' });
      life.onLead(cast.agencyLeader, 'approve').do(cast.dispatcher, 'pass', CHECKED);
      assert.equal(life.status, 'callback', toldHow);
    }
  });

  it('Q-E2: who was dissatisfied is called back after the redo, whatever the lot', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toVerify();
    life.do(cast.supervisor, 'verify', {
      method: 'phone',
      finding: '仍不亮。',
      responsible: 'yes',
      redoReason: 'not_solved',
    });
    share(db, 0);
    assert.equal(life.answeredAgain().status, 'callback');
  });

  it('the secret is made once for a file, and long', () => {
    const { db, cast } = freshFile();
    run(db, q.deleteFrom('settings').where('key', '=', SAMPLING_SECRET));
    share(db, 50);
    const secret = () =>
      first(db, q.selectFrom('settings').select('value').where('key', '=', SAMPLING_SECRET))?.value;
    new Life(db, cast).toCallBack();
    const made = secret();
    assert.match(made ?? '', /^[0-9a-f]{64}$/);
    new Life(db, cast, '2026-11-23 10:00').toCallBack();
    assert.equal(secret(), made);
  });
});

describe('which closed cases are looked at again (Q-E3)', () => {
  const closed = (life: Life) => life.toCallBack().do(life.cast.clerk, 'call_back', SATISFIED);
  const task = ({ db, caseId }: Life) =>
    first(
      db,
      q.selectFrom('tasks').selectAll().where('case_id', '=', caseId).where('kind', '=', 'spot_check'),
    );

  it('Q-E3: the lot decides when the case closes, on both sides of the share', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack();
    const lot = lotOf(SECRET, 'spot_check', life.caseId, 0);
    for (const [percent, drawn] of [
      [lot, false],
      [lot + 0.001, true],
    ] as const) {
      always(db, { spotChecks: [{ kind: '', agency: '', percent }] });
      db.exec('SAVEPOINT before');
      life.do(cast.clerk, 'call_back', SATISFIED);
      assert.equal(task(life) !== undefined, drawn);
      db.exec('ROLLBACK TO before; RELEASE before');
    }
  });

  it('Q-E3: by kind and agency, and the task says why', () => {
    const { db, cast } = freshFile();
    always(db, {
      spotChecks: [
        { kind: '', agency: '', percent: 0 },
        { kind: 'complaint', agency: '城管局', percent: 100 },
      ],
    });
    assert.equal(task(closed(new Life(db, cast)))?.what, '按 100% 抽中：投诉，城管局承办');
    const help = new Life(db, cast, '2026-11-23 11:00').toCallBack({ kind: 'help' });
    assert.equal(task(help.do(cast.clerk, 'call_back', SATISFIED)), undefined);
  });

  it('Q-E3: what was supervised is always looked at again', () => {
    const { db, cast } = freshFile();
    always(db, { spotChecks: [] });
    const life = new Life(db, cast).toCallBack();
    const order = { number: '督〔2026〕1号', case_id: life.caseId, agency_id: cast.agencies.urban };
    const words = { instrument: 'rectify', ground: '两次不满意', requirement: '限期整改', days: 5 };
    run(
      db,
      q.insertInto('supervisions').values({ ...order, ...words, status: 'released', issued_at: life.now }),
    );
    assert.match(task(life.do(cast.clerk, 'call_back', SATISFIED))?.what ?? '', /^督办工单：/);
  });

  it('what no agency has handled is not drawn', () => {
    const { db, cast } = freshFile();
    always(db, { spotChecks: [{ kind: '', agency: '', percent: 100 }] });
    assert.equal(task(new Life(db, cast).take({ answer: '已告知办理地点。' }, 'answer')), undefined);
    assert.notEqual(task(closed(new Life(db, cast, '2026-11-23 11:00'))), undefined);
  });

  it('a note or a link on a closed case does not drop what was drawn', () => {
    const { db, cast } = freshFile();
    always(db, { spotChecks: [{ kind: '', agency: '', percent: 100 }] });
    const other = new Life(db, cast, '2026-11-23 11:00').take();
    const life = closed(new Life(db, cast));
    life.do(cast.supervisor, 'link', { number: other.case().number });
    assert.equal(task(life)?.dropped_at, null);
  });
});
