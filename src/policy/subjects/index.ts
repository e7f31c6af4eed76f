import type { Subject } from '../subject.ts';
import { backup } from './backup.ts';
import { callbacks, quietHours } from './calls.ts';
import { caseNumber } from './case-number.ts';
import { channels } from './channels.ts';
import { contacts } from './contacts.ts';
import { disk } from './disk.ts';
import { hotline } from './hotline.ts';
import { hours } from './hours.ts';
import { keeping } from './keeping.ts';
import { kinds } from './kinds.ts';
import { limits } from './limits.ts';
import { forbiddenPhrases, phrases } from './phrases.ts';
import { questions } from './questions.ts';
import { instruments, redoReasons, rejectionReasons } from './reasons.ts';
import { reminders } from './reminders.ts';
import { sending } from './sending.ts';

/** Every page of settings, in the order of the overview. Each key of Policy belongs to one of them. */
export const subjects: readonly Subject[] = [
  hotline,
  caseNumber,
  kinds,
  limits,
  hours,
  quietHours,
  callbacks,
  channels,
  rejectionReasons,
  redoReasons,
  instruments,
  contacts,
  phrases,
  forbiddenPhrases,
  questions,
  reminders,
  sending,
  backup,
  keeping,
  disk,
];

export function subjectBySlug(slug: string): Subject | undefined {
  return subjects.find((subject) => subject.slug === slug);
}
