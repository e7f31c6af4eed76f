import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { storeFiles } from '../../src/attachments/store.ts';
import { perform } from '../../src/cases/perform.ts';
import { all, q } from '../../src/db/query.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import type { Actor } from '../../src/people/actor.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/** Names and contents of a ZIP without compression, read by its central directory (APPNOTE 4.3). */
function unzipped(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(zip.readUInt32LE(at), 0x02014b50);
    assert.equal(zip.readUInt16LE(at + 10), 0, 'stored as it is');
    const [size, name, extra, comment] = [zip.readUInt32LE(at + 24), 28, 30, 32].map((each, index) =>
      index === 0 ? each : zip.readUInt16LE(at + each),
    ) as [number, number, number, number];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(zip.toString('utf8', at + 46, at + 46 + name), zip.toString('utf8', start, start + size));
    at += 46 + name + extra + comment;
  }
  return files;
}

describe('Q-D10: the papers of a case in one file', () => {
  let test: TestWorld;
  let cast: Cast;
  let life: Life;
  before(async () => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    life = new Life(test.world.db, cast).dispatched({ confidential: '1' });
    await noteWith(cast.dispatcher, ['来信.txt', '诉求人的信']);
    await noteWith(cast.handler, ['现场.txt', '现场记录']);
    await noteWith(cast.handler, ['现场.txt', '第二次现场记录']);
  });
  after(() => test.close());

  async function noteWith(actor: Actor, [name, text]: [string, string]): Promise<void> {
    const key = newDraftKey();
    life.now += 60_000;
    await storeFiles(test.world.db, [new File([text], name)], { draftKey: key, by: actor.id, now: life.now });
    const request = { act: 'note', caseId: life.caseId, typed: { note: '附材料。' }, formKey: key };
    perform(test.world.db, actor, request, life.now);
  }

  const zipOf = async (actor: Actor) => visit(test, actor).get(`/cases/${life.caseId}/files.zip`);

  it('holds every file with its Chinese name and its bytes, a second one of a name apart', async () => {
    const answer = await zipOf(cast.dispatcher);
    assert.equal(answer.headers.get('content-type'), 'application/zip');
    assert.deepEqual(
      [...unzipped(Buffer.from(await answer.arrayBuffer()))],
      [
        ['来信.txt', '诉求人的信'],
        ['现场.txt', '现场记录'],
        ['现场(2).txt', '第二次现场记录'],
      ],
    );
  });

  it('Q-A7: holds of a confidential case for the agency only what agencies added', async () => {
    const files = unzipped(Buffer.from(await (await zipOf(cast.agencyLeader)).arrayBuffer()));
    assert.deepEqual([...files.keys()], ['现场.txt', '现场(2).txt']);
  });

  it('is refused to a stranger as a case that does not exist', async () => {
    assert.equal((await zipOf(cast.strangerHandler)).status, 404);
    assert.equal((await zipOf(cast.otherOperator)).status, 404);
  });

  it('C-M1: stands in the audit log with who took it', async () => {
    const lines = all(
      test.world.db,
      q.selectFrom('audit_log').selectAll().where('act', '=', 'attachments_downloaded'),
    );
    assert.deepEqual(
      lines.map((line) => [line.user_id, line.subject]),
      [
        [cast.dispatcher.id, life.case().number],
        [cast.agencyLeader.id, life.case().number],
      ],
    );
  });
});
