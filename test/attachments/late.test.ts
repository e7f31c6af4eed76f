import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { filesOfCase, filesOfDraft } from '../../src/attachments/queries.ts';
import { storeFile, storeFiles } from '../../src/attachments/store.ts';
import { takeDown } from '../../src/cases/intake.ts';
import { perform } from '../../src/cases/perform.ts';
import { removeOldDrafts } from '../../src/drafts/drafts.ts';
import { Invalid } from '../../src/web/errors.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const EVERYTHING = { hideCitizens: false };
const DAY = 86_400_000;

/** Files and forms travel on different requests: whichever comes first, the file stays with its form. */
describe('a file that is slower than its form', () => {
  let test: TestWorld;
  let cast: Cast;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
  });
  after(() => test.close());

  const place = (draftKey: string) => ({ draftKey, by: cast.operator.id, now: test.world.now() });
  const photo = (name = '现场.png') => new File(['\x89PNG\r\n\x1a\n'], name);
  const takeCall = (key: string) => {
    const typed = { kind: 'help', channel: 'phone', text: '水管破裂', phone: '13812345678' };
    const intake = { typed, outcome: 'accept', key, callStartedAt: null } as const;
    return takeDown(test.world.db, cast.operator, intake, test.world.now()).caseId;
  };
  const sendNote = (caseId: number, key: string, note: string) =>
    perform(
      test.world.db,
      cast.operator,
      { act: 'note', caseId, typed: { note }, formKey: key },
      test.world.now(),
    ).eventId;

  it('goes to the case that was made meanwhile, and is still there a year later', async () => {
    const { db } = test.world;
    const key = 'draft-key-of-slow-intake';
    const upload = storeFiles(db, [photo('一.png'), photo('二.png')], place(key));
    const caseId = takeCall(key);
    await upload;
    removeOldDrafts(db, test.world.now() + 366 * DAY, 30);
    assert.deepEqual(
      filesOfCase(db, caseId, EVERYTHING).map((file) => file.name),
      ['一.png', '二.png'],
    );
    assert.equal(filesOfDraft(db, key).length, 0);
  });

  it('goes to the act that was sent meanwhile', async () => {
    const { db } = test.world;
    const caseId = takeCall('draft-key-of-the-case');
    const upload = storeFile(db, { file: photo(), ...place('draft-key-of-slow-note') });
    const eventId = sendNote(caseId, 'draft-key-of-slow-note', '见照片。');
    await upload;
    assert.deepEqual(
      filesOfCase(db, caseId, EVERYTHING).map((file) => file.event_id),
      [eventId],
    );
  });

  it('is kept once when the form was sent twice with it', async () => {
    const { db } = test.world;
    const key = 'draft-key-of-double-note';
    const caseId = takeCall('draft-key-of-the-second-case');
    await storeFile(db, { file: photo(), ...place(key) });
    const again = storeFile(db, { file: photo(), ...place(key) });
    sendNote(caseId, key, '见照片。');
    await again;
    assert.equal(filesOfCase(db, caseId, EVERYTHING).length, 1);
  });

  it('of another form under the same key waits for that form', async () => {
    const { db } = test.world;
    const key = 'draft-key-of-a-second-tab';
    const caseId = takeCall('draft-key-of-the-third-case');
    sendNote(caseId, key, '第一次。');
    await storeFile(db, { file: photo(), ...place(key) });
    assert.equal(filesOfDraft(db, key).length, 1);
    const second = sendNote(caseId, key, '第二次。');
    assert.equal(filesOfCase(db, caseId, EVERYTHING)[0]?.event_id, second);
  });

  it("never goes to somebody else's act", async () => {
    const { db } = test.world;
    const key = 'draft-key-of-somebody-else';
    const upload = storeFile(db, { file: photo(), ...place(key), by: cast.otherOperator.id });
    const caseId = takeCall(key);
    await upload;
    assert.equal(filesOfCase(db, caseId, EVERYTHING).length, 0);
  });
});

it('twenty files a form, also when they come at once', async () => {
  const test = newWorld();
  const cast = newCast(test.world.db, test.world.now());
  const place = { draftKey: 'draft-key-of-a-flood', by: cast.operator.id, now: test.world.now() };
  const batch = (from: number) =>
    Array.from({ length: 15 }, (_, index) => new File([`${from + index}`], `${from + index}.txt`));
  const [one, two] = await Promise.allSettled([
    storeFiles(test.world.db, batch(0), place),
    storeFiles(test.world.db, batch(100), place),
  ]);
  assert.equal(filesOfDraft(test.world.db, place.draftKey).length, 20);
  const refused = [one, two].filter((each) => each.status === 'rejected');
  assert.ok(refused.every((each) => each.reason instanceof Invalid) && refused.length > 0);
  test.close();
});
