import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { filesOfCase } from '../../src/attachments/queries.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const PNG = '\x89PNG\r\n\x1a\n';
const PAGE = '<html><script>alert(1)</script></html>';

describe('Q-D7: photos of the site with a reply', () => {
  let test: TestWorld;
  let cast: Cast;
  let life: Life;
  before(async () => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    life = new Life(test.world.db, cast).contacted();
    test.setTime('2026-11-23 09:10');
    const answer = await visit(test, cast.handler).post(`/cases/${life.caseId}/submit`, replyWithPhotos());
    assert.equal(answer.status, 303);
  });
  after(() => test.close());

  /** As the form sends it, from a phone: a picture, and a page that calls itself one. */
  function replyWithPhotos(): FormData {
    const form = new FormData();
    for (const [name, value] of Object.entries(life.reply())) form.append(name, String(value));
    form.append('key', newDraftKey());
    form.append('form', `case/${life.caseId}/submit/${life.lead().id}`);
    form.append('assignment', String(life.lead().id));
    form.append('files', new File([Buffer.from(PNG, 'latin1')], '修复现场.png', { type: 'image/png' }));
    form.append('files', new File([PAGE], '照片.jpg', { type: 'image/jpeg' }));
    return form;
  }

  const files = () => filesOfCase(test.world.db, life.caseId, { hideCitizens: false });
  const href = (index: number) => `/attachments/${files()[index]?.id}/x`;

  it('hang on the event of the reply', () => {
    const event = life.events().find((each) => each.act === 'submit');
    assert.deepEqual(
      files().map((file) => [file.name, file.type, file.event_id]),
      [
        ['修复现场.png', 'image/png', event?.id],
        ['照片.jpg', 'text/plain', event?.id],
      ],
    );
  });

  it('are shown small on the page of the hotline and of the agency, where they are pictures', async () => {
    for (const actor of [cast.dispatcher, cast.agencyLeader]) {
      const page = await (await visit(test, actor).get(`/cases/${life.caseId}`)).text();
      const pictures = page.match(/<img[^>]+src="\/attachments\/\d+\//g) ?? [];
      assert.equal(pictures.length, 1);
      assert.ok(page.includes('照片.jpg'));
    }
  });

  it('open in place without any rights of a page; what only calls itself a picture is a download', async () => {
    const picture = (await visit(test, cast.dispatcher).get(href(0))).headers;
    assert.equal(picture.get('content-type'), 'image/png');
    assert.match(picture.get('content-disposition') ?? '', /^inline/);
    const page = (await visit(test, cast.dispatcher).get(href(1))).headers;
    assert.equal(page.get('content-type'), 'application/octet-stream');
    assert.match(page.get('content-disposition') ?? '', /^attachment/);
    for (const headers of [picture, page]) {
      assert.match(headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
  });

  it('are closed to agencies that have nothing to do with the case', async () => {
    assert.equal((await visit(test, cast.strangerHandler).get(href(0))).status, 404);
  });

  it('can be taken with the camera of a phone', async () => {
    const fresh = new Life(test.world.db, cast, '2026-11-23 09:20').contacted();
    test.setTime('2026-11-23 09:30');
    const path = `/cases/${fresh.caseId}/submit?assignment=${fresh.lead().id}`;
    const page = await (await visit(test, cast.handler).get(path)).text();
    assert.match(page, /<input[^>]+type="file"[^>]*name="files"|<input[^>]+name="files"[^>]*type="file"/);
    assert.ok(!/<input[^>]+capture/.test(page), 'the album stays open beside the camera');
  });
});
