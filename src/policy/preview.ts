import { policyPreview } from '../../views/policy/preview.ts';
import { folderWarnings, keyWarnings } from '../backup/change-warnings.ts';
import { keepingWarnings } from '../keeping/hints.ts';
import { one } from '../web/body.ts';
import { type Ctx, csrfOf, dbOf, nowOf } from '../web/context.ts';
import type { Typed } from '../web/forms.ts';
import { page } from '../web/page.ts';
import { requireChanges, requireNewest } from './change.ts';
import { exampleOf } from './example.ts';
import { readWanted, type Wanted } from './form.ts';
import { stillInUse } from './in-use.ts';
import type { Subject } from './subject.ts';
import { versionsOf } from './versions.ts';
import { changesOnDay, sayFrom } from './words.ts';

/**
 * What the form would change; nothing is written.
 * @throws Invalid, Conflict as the confirmation would
 */
export async function previewPage(c: Ctx, subject: Subject, typed: Typed): Promise<Response> {
  const [db, now] = [dbOf(c), nowOf(c)];
  const versions = versionsOf(db, subject, now);
  requireNewest(db, subject, versions, Number(one(typed, 'base')), now);
  const wanted = readWanted(db, subject, typed, now);
  const word = wanted.atOnce ? '现在' : '届时';
  const main = policyPreview({
    title: subject.title,
    action: `/policy/${subject.slug}`,
    csrf: csrfOf(c),
    carried: carried(typed),
    changes: requireChanges(db, subject, wanted, now),
    from: wanted.atOnce ? '确认后立即施行' : sayFrom(wanted.from),
    meaning: subject.meaning ?? (subject.holdsForAll ? FOR_ALL : AS_RECEIVED),
    reason: wanted.reason,
    warnings: await warnings(c, subject, wanted),
    ...examples(
      exampleOf(db, subject, wanted.before, wanted.from, word),
      exampleOf(db, subject, wanted.policy, wanted.from, word),
    ),
  });
  return page(c, { title: `预览：${subject.title}`, main });
}

const AS_RECEIVED = '此前登记的工单仍按登记时的规定办理。';
const FOR_ALL = '此前登记、仍在办理的工单同样适用；已经列入发送的信息不变。';

const MANY_LINES = 12;

/** Of a long example only what is different. */
function examples(before: readonly string[], after: readonly string[]) {
  if (Math.max(before.length, after.length) <= MANY_LINES) return { before, after };
  return {
    before: before.filter((line) => !after.includes(line)),
    after: after.filter((line) => !before.includes(line)),
  };
}

const NOT_CARRIED = new Set(['csrf', 'do']);

function carried(typed: Typed): (readonly [string, string])[] {
  return Object.entries(typed)
    .filter(([name]) => !NOT_CARRIED.has(name))
    .flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const));
}

async function warnings(c: Ctx, subject: Subject, wanted: Wanted): Promise<string[]> {
  const { before, policy, from } = wanted;
  const [db, now] = [dbOf(c), nowOf(c)];
  const later = versionsOf(db, subject, now).filter((each) => each.state === 'coming' && each.from > from);
  const replaced = later.map((each, place) => {
    const changes = changesOnDay(db, subject, each, later[place - 1]?.policy ?? policy, now);
    return `另有一次已定的更改${sayFrom(each.from)}，从那时起以那次的内容为准（${changes.join('；')}）。`;
  });
  const shorter = keepingWarnings(db, before, policy, from);
  const folders = await folderWarnings(c.get('world').file, before.backup, policy.backup);
  const key = keyWarnings(before.backup, policy.backup);
  return [...stillInUse(db, subject, before, policy), ...shorter, ...folders, ...key, ...replaced];
}
