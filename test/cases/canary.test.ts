import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it, mock } from 'node:test';
import { storeFiles } from '../../src/attachments/store.ts';
import { searchCases } from '../../src/cases/find.ts';
import { perform } from '../../src/cases/perform.ts';
import { sightOf } from '../../src/cases/visible.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Typed } from '../../src/web/forms.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast, newPerson } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { tell, traces, walkAll, walkOwn } from './canary-walk.ts';
import { CHECKED, DISSATISFIED, Life, SATISFIED } from './life.ts';

/*
 * Q-A7, C-M1: a canary is put into a confidential case wherever the hotline takes a citizen down, the case is lived
 * through by everybody, and then the canary is looked for: in all that the agency complained of can open, in the log,
 * and in the bytes on the disk.
 */

const CITIZEN = { name: '鸳鸯蝴蝶', phone: '139 8765 4321 转 614379', address: '金丝雀巷77号' };
/** As typed, as stored, as read aloud, in parts. */
const CANARY = ['鸳鸯', '13987654321', '8765 4321', '87654321', '614379', '金丝雀'];
const MASKED = ['鸳**', '139****4321'];
const FILE = '信访材料';
const SAID = `诉求人${CITIZEN.name}，电话${CITIZEN.phone}，住${CITIZEN.address}`;
const PURPOSE = { purpose: '联系诉求人' };
const CORRECTED = { headline: '路灯坏了三天', kind: 'complaint' };

type People = { test: TestWorld; cast: Cast; life: Life; accused: Record<string, Actor> };

function people(): People {
  const test = newWorld();
  const { db, now } = test.world;
  const cast = newCast(db, now());
  const inSection = { login: 'section', name: '许工', roles: ['handler'] as const, operatorNo: null };
  const sectionHandler = newPerson(db, { ...inSection, agencyId: cast.agencies.section }, now());
  const { handler, agencyLeader, assistHandler, assistLeader, strangerHandler } = cast;
  const accused = { handler, agencyLeader, sectionHandler, assistHandler, assistLeader, strangerHandler };
  return { test, cast, life: new Life(db, cast), accused };
}

/** Takes the case down as the intake page does: the draft saves itself, then the form is sent. */
async function takeDown({ test, cast, life }: People, typed: Record<string, string>): Promise<void> {
  const key = `intake-form-${typed.confidential ?? 0}-of-the-canary`;
  const form = { ...CITIZEN, channel: 'phone', kind: 'complaint', text: '清源路路灯坏了三天。', ...typed };
  const operator = visit(test, cast.operator);
  assert.equal((await operator.post(`/drafts/${key}?form=intake`, form)).status, 200);
  const sent = await operator.post('/intake', { ...form, key, outcome: 'hold' });
  assert.equal(sent.status, 303);
  life.caseId = Number(sent.headers.get('location')?.split('/').at(-1));
}

/** The stage in which most stands on record. */
const TOLD_MOST = 'called back and redone';

/** The stages of a life with a redo; `said` is what the hotline writes for itself. */
function stages({ cast, life }: People, said: string): [string, () => void][] {
  const { operator, dispatcher, clerk, supervisor, handler, agencyLeader, assistHandler } = cast;
  const reply = () => ({ ...life.reply(), toldHow: life.case().confidential ? 'via_hotline' : 'phone' });
  const note = { note: said };
  const call = { direction: 'out', number: CITIZEN.phone, startedAt: life.local(), note: said };
  const section = String(cast.agencies.section);
  const toldOfExtension = (): [Actor, string, Typed] => {
    const told = { at: life.local(), note: said };
    return life.case().confidential
      ? [operator, 'relay_extension', told]
      : [handler, 'tell_extension', { ...told, how: 'phone' }];
  };
  return [
    [
      'dispatched',
      () =>
        life
          .do(operator, 'note', note)
          .do(operator, 'call', call)
          .do(operator, 'owe_answer', { asked: said, due: '2026-11-24T10:00' })
          .do(dispatcher, 'accept', note)
          .do(dispatcher, 'dispatch', {
            lead: String(cast.agencies.urban),
            assists: [String(cast.agencies.housing)],
            opinion: '请尽快修复。',
          }),
    ],
    [
      'signed and advised on',
      () => {
        life.onLead(handler, 'sign', { handler: String(handler.id), section });
        if (!life.case().confidential)
          life.onLead(handler, 'contact', { how: 'phone', at: life.local(), result: '已说明安排。' });
        life
          .onAssist(assistHandler, 'sign', { handler: String(assistHandler.id) })
          .onAssist(assistHandler, 'advise', { handling: '线路正常。' })
          .onAssist(cast.assistLeader, 'approve');
      },
    ],
    [
      'given more time, pressed and put off',
      () =>
        life
          .onLead(handler, 'ask_extension', { days: '3', reason: '等待配件。' })
          .onLead(agencyLeader, 'agree_extension')
          .onLead(dispatcher, 'grant_extension')
          .onLead(...toldOfExtension())
          .do(supervisor, 'press', { to: 'all', text: '请尽快办理。' })
          .do(supervisor, 'suspend', { reason: said, reviewOn: '2026-12-01' })
          .do(supervisor, 'review', { finding: said, reviewOn: '2026-12-02' })
          .do(supervisor, 'resume', { reason: said }),
    ],
    [
      'sent back by leader and hotline',
      () =>
        life
          .onLead(handler, 'submit', reply())
          .onLead(agencyLeader, 'disapprove', { reason: '请写明时间。' })
          .onLead(handler, 'submit', reply())
          .onLead(agencyLeader, 'approve')
          .do(dispatcher, 'send_back', { reason: '请补充照片。' }),
    ],
    [
      TOLD_MOST,
      () =>
        life
          .onLead(handler, 'submit', reply())
          .onLead(agencyLeader, 'approve')
          .do(dispatcher, 'pass', CHECKED)
          .do(clerk, 'appoint', { at: '2026-11-23T15:00', note: said })
          .do(clerk, 'call_back', { ...DISSATISFIED, calledIn: '1', note: said })
          .do(supervisor, 'verify', {
            method: 'phone',
            finding: said,
            responsible: 'yes',
            redoReason: 'not_solved',
          }),
    ],
    [
      'closed and archived',
      () =>
        life
          .onLead(handler, 'sign', { handler: String(handler.id), section })
          .onLead(handler, 'submit', reply())
          .onLead(agencyLeader, 'approve')
          .do(dispatcher, 'pass', CHECKED)
          .do(clerk, 'call_back', { ...SATISFIED, note: said })
          .do(supervisor, 'archive'),
    ],
  ];
}

describe('a confidential complaint, to the agencies it is about', () => {
  const desk = people();
  const log: string[] = [];
  const readers = new Set<string>();
  before(() => {
    for (const way of ['log', 'info', 'warn', 'error'] as const)
      mock.method(console, way, (...said: unknown[]) => log.push(said.map(String).join(' ')));
  });
  after(() => {
    mock.restoreAll();
    desk.test.close();
  });

  it('is taken down, corrected and given a file', async () => {
    const { test, cast, life } = desk;
    // What gave the citizen away before they asked for confidentiality is corrected with it.
    await takeDown(desk, { headline: `${CITIZEN.name}反映路灯`, place: CITIZEN.address, text: SAID });
    life.now = test.world.now();
    const corrected = { ...CORRECTED, text: '清源路路灯坏了三天。', place: '清源路' };
    life.do(cast.operator, 'correct', { ...corrected, confidential: '1' });
    const key = 'draft-key-of-the-canary-file';
    const files = [new File(['\x89PNG\r\n\x1a\n'], `${FILE}.png`)];
    await storeFiles(test.world.db, files, { draftKey: key, by: cast.operator.id, now: life.now });
    const request = { act: 'note', caseId: life.caseId, typed: { note: SAID }, formKey: key };
    perform(test.world.db, cast.operator, request, life.now);
  });

  for (const [stage, live] of stages(desk, SAID)) {
    it(`${stage}: no page, preview, print, list, form, file or error tells who it was`, async () => {
      live();
      const { test, life, accused } = desk;
      for (const [who, actor] of Object.entries(accused)) {
        const seen = await (stage === TOLD_MOST ? walkAll : walkOwn)(test, actor, life.caseId);
        assert.deepEqual(traces(seen, [...CANARY, ...MASKED, FILE]), [], who);
        assert.ok(seen.every(({ status }) => status < 500));
        const pages = ['', '/preview', '/print'].map((page) => `GET /cases/${life.caseId}${page}`);
        const opened = seen.filter(({ what, status }) => pages.includes(what) && status === 200);
        const whole = sightOf(test.world.db, actor, life.case()) === 'whole';
        assert.equal(opened.length, whole ? pages.length : 0, who);
        if (whole) readers.add(who);
      }
    });
  }

  it('each of them had the case open, except the one that it never was given to', () => {
    const { strangerHandler: _, ...given } = desk.accused;
    assert.deepEqual([...readers].sort(), Object.keys(given).sort());
  });

  it('searching for name, number, extension or address brings nothing', async () => {
    const { test, life, accused } = desk;
    for (const typed of [...Object.values(CITIZEN), '13987654321', '614379', '鸳鸯'])
      for (const actor of Object.values(accused)) {
        const { text } = await tell(typed, visit(test, actor).get(`/search?q=${encodeURIComponent(typed)}`));
        assert.ok(!text.includes(String(life.caseId)), `${typed} for ${actor.name}`);
        assert.match(text, /没有找到/);
      }
  });

  it('the number is refused whatever purpose is given', async () => {
    const { test, life, accused } = desk;
    for (const actor of Object.values(accused)) {
      const answer = await tell('reveal', visit(test, actor).post(`/cases/${life.caseId}/reveal`, PURPOSE));
      assert.ok([403, 404].includes(answer.status));
      assert.deepEqual(traces([answer], [...CANARY, ...MASKED]), []);
    }
  });

  it('nothing of it stands in the audit log or in what the server said', () => {
    const lines = desk.test.world.db.prepare('SELECT * FROM audit_log').all();
    assert.ok(lines.length > 0);
    const told = [JSON.stringify(lines), log.join('\n')].map((text, at) => ({
      what: `log ${at}`,
      status: 0,
      text,
    }));
    assert.deepEqual(traces(told, [...CANARY, FILE]), []);
  });
});

describe('the same complaint, not confidential', () => {
  const desk = people();
  after(() => desk.test.close());

  it('is found by the same search, so that it would have been found above', async () => {
    const { test, life, accused } = desk;
    await takeDown(desk, { headline: '路灯坏了三天' });
    life.now = test.world.now();
    for (const [, live] of stages(desk, SAID).slice(0, 5)) live();
    const { handler } = accused;
    assert.ok(handler);
    const seen = await walkOwn(test, handler, life.caseId);
    for (const words of MASKED)
      for (const page of ['', '/print'])
        assert.ok(
          traces(seen, [words]).includes(`${words} in GET /cases/${life.caseId}${page}`),
          `${words} ${page}`,
        );
    const shown = await tell('reveal', visit(test, handler).post(`/cases/${life.caseId}/reveal`, PURPOSE));
    assert.deepEqual(traces([shown], ['鸳鸯', '8765 4321', '614379', '金丝雀']).length, 4);
  });
});

describe('a confidential case, to the hotline', () => {
  const desk = people();
  before(async () => {
    await takeDown(desk, { confidential: '1' });
    desk.life.now = desk.test.world.now();
    for (const [, live] of stages(desk, '已按要求转达。').slice(0, 5)) live();
  });
  after(() => desk.test.close());

  for (const who of [
    'operator',
    'otherOperator',
    'dispatcher',
    'clerk',
    'supervisor',
    'inspector',
  ] as const) {
    it(`is masked on everything that ${who} opens`, async () => {
      const { test, cast, life } = desk;
      const seen = await (who === 'supervisor' ? walkAll : walkOwn)(test, cast[who], life.caseId);
      assert.deepEqual(traces(seen, CANARY), []);
    });
  }

  it('is nowhere to be seen for those who read no cases', async () => {
    const { test, cast, life } = desk;
    for (const who of ['editor', 'leader', 'admin', 'auditor'] as const) {
      const pages = await walkOwn(test, cast[who], life.caseId);
      assert.deepEqual(traces(pages, [...CANARY, ...MASKED]), [], who);
    }
  });

  it('is shown on the record, with its purpose, and masked again on the next page', async () => {
    const { test, cast, life } = desk;
    const supervisor = visit(test, cast.supervisor);
    const address = `/cases/${life.caseId}`;
    const audited = () =>
      test.world.db.prepare(`SELECT subject, detail FROM audit_log WHERE act = 'phone_revealed'`).all();
    const before = audited().length;
    const shown = await tell('reveal', supervisor.post(`${address}/reveal`, PURPOSE));
    assert.equal(traces([shown], ['鸳鸯', '8765 4321', '614379', '金丝雀']).length, 4);
    assert.equal(audited().length, before + 1);
    assert.deepEqual(audited().at(-1), { subject: life.case().number, detail: JSON.stringify(PURPOSE) });
    assert.deepEqual(traces([await tell('again', supervisor.get(address))], CANARY), []);
  });

  it('is found by the number and by nothing else of the citizen', async () => {
    const { test, cast, life } = desk;
    const found = async (typed: string) => {
      const { text } = await tell(
        typed,
        visit(test, cast.supervisor).get(`/search?q=${encodeURIComponent(typed)}`),
      );
      return text.includes(`/cases/${life.caseId}`);
    };
    assert.deepEqual(await Promise.all(['13987654321', '139 8765 4321'].map(found)), [true, true]);
    assert.deepEqual(await Promise.all(['鸳鸯', '金丝雀巷', '614379'].map(found)), [false, false, false]);
    assert.equal(searchCases(test.world.db, cast.supervisor, '鸳鸯', { sort: 'newest' })?.rows.length, 0);
    assert.equal(searchCases(test.world.db, cast.supervisor, '路灯', { sort: 'newest' })?.rows.length, 1);
  });
});

describe('the bytes on the disk', () => {
  let desk: People;
  before(() => {
    desk = people();
  });
  after(() => desk.test.close());

  const inFiles = () => {
    const { file } = desk.test.world;
    const files = ['', '-wal', '-shm'].map((ending) => `${file}${ending}`).filter((path) => existsSync(path));
    return files.flatMap((path) => {
      const bytes = readFileSync(path);
      return CANARY.filter((word) => bytes.includes(word)).map((word) => `${word} in ${path}`);
    });
  };

  it('hold nothing of who asked after the draft was kept, the case taken and lived through', async () => {
    await takeDown(desk, { confidential: '1' });
    assert.deepEqual(inFiles(), []);
    desk.life.now = desk.test.world.now();
    for (const [, live] of stages(desk, '已按要求转达。')) live();
    assert.deepEqual(inFiles(), []);
  });

  it('nor after the log of writes has gone into the file, nor after a restart', () => {
    desk.test.world.db.pragma('wal_checkpoint(TRUNCATE)');
    assert.deepEqual(inFiles(), []);
    desk.test.restart();
    assert.deepEqual(inFiles(), []);
  });

  it('nor of a case that is made confidential later, once the log of writes has gone', () => {
    const { test, cast } = desk;
    const typed: Typed = { ...CITIZEN, channel: 'phone', headline: `${CITIZEN.name}反映路灯` };
    const later = new Life(test.world.db, cast, '2026-11-23 15:00').take(typed);
    assert.notDeepEqual(inFiles(), []);
    later.do(cast.operator, 'correct', { ...CORRECTED, confidential: '1' });
    test.world.db.pragma('wal_checkpoint(TRUNCATE)');
    assert.deepEqual(inFiles(), []);
  });

  it('hold it of a case that is not confidential, so that it would have been found', async () => {
    new Life(desk.test.world.db, desk.cast, '2026-11-23 16:00').take(CITIZEN);
    assert.ok(inFiles().length >= CANARY.length - 1);
  });
});
