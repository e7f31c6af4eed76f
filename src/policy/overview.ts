import { policyOverview } from '../../views/policy/overview.ts';
import { hasRole } from '../people/actor.ts';
import { needsChoice } from '../setup/state.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { page } from '../web/page.ts';
import { listsOf } from './lists.ts';
import { policyAt } from './policy.ts';
import type { Subject } from './subject.ts';
import { subjects } from './subjects/index.ts';
import { versionsOf } from './versions.ts';
import { comingOf, sayFrom } from './words.ts';

/** Every subject with what is in force, from when, and what is to come. */
export function overviewPage(c: Ctx) {
  const [db, now] = [dbOf(c), nowOf(c)];
  // Before the administrator has chosen what the system starts from there is nothing to show.
  if (needsChoice(db)) return c.redirect('/', 303);
  const policy = policyAt(db, now);
  const lists = listsOf(db, now);
  const shown = (subject: Subject) => {
    const versions = versionsOf(db, subject, now);
    return {
      href: `/policy/${subject.slug}`,
      title: subject.title,
      from: sayFrom(versions.find(({ state }) => state === 'current')?.from ?? 0),
      lines: subject.summary(policy, lists),
      coming: comingOf(db, subject, versions, now),
    };
  };
  const groups = [...Map.groupBy(subjects, ({ group }) => group)].map(([title, members]) => ({
    title,
    subjects: members.map(shown),
  }));
  const main = policyOverview({ groups, mayChange: hasRole(whoIs(c), 'admin') });
  return page(c, { title: '设置与时限', main });
}
