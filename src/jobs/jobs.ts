import { removeHalfUploads } from '../attachments/store.ts';
import { giveCards } from '../cases/cards.ts';
import { removeOldDrafts } from '../drafts/drafts.ts';
import { runningRun } from '../import/start.ts';
import { removeOldUploads } from '../import/uploads.ts';
import { removeOldSessions } from '../people/sessions.ts';
import type { World } from '../web/context.ts';
import { inSlices } from './in-slices.ts';
import { removeOldRefusals } from './old-refusals.ts';

/** Something done now and again by itself. `when` is a cron line: minute, hour, day, month, day of the week. */
export type Job = { name: string; when: string; work: (world: World) => void | Promise<void> };

const DRAFT_DAYS = 30;

/**
 * All of them. They point at what stands in the file and clear away what nobody comes back for: no deadline, no state
 * and no right ever waits for one of them to have run, and each decides by rows and the time alone, so that a server
 * which was switched off makes up for it once.
 */
export const JOBS: readonly Job[] = [
  {
    name: 'yellow and red cards',
    when: '*/5 * * * *',
    work: ({ db, now }) => inSlices(db, giveCards(db, now())),
  },
  { name: 'ended sessions', when: '5 * * * *', work: ({ db, now }) => removeOldSessions(db, now()) },
  { name: 'half uploads', when: '10 * * * *', work: ({ db, now }) => void removeHalfUploads(db, now()) },
  {
    name: 'old drafts',
    when: '15 * * * *',
    work: ({ db, now }) => void removeOldDrafts(db, now(), DRAFT_DAYS),
  },
  {
    name: 'files to import',
    when: '20 * * * *',
    work: ({ db, file, now }) => removeOldUploads(file, runningRun(db), now()),
  },
  { name: 'refused rows', when: '25 * * * *', work: ({ db, now }) => void removeOldRefusals(db, now()) },
];
