import { drawPace, type Pace } from './pace.ts';
import { pick, type Random } from './texts/random.ts';
import type { DemoRequest } from './texts/requests.ts';
import { drawTwist, type Twist, twisted } from './twists.ts';

/** What happens on the way of one request, apart from what its text prescribes. */
export type Turns = {
  /** Taken down first, accepted later by a dispatcher. */
  held: boolean;
  corrected: boolean;
  /**
   * First sent to the wrong agency, which returns it or is relieved of it; or to the right one, which tries to return
   * it. Once that is settled nobody returns it again.
   */
  returned: 'granted' | 'recalled' | 'refused' | 'settled' | null;
  /** The first reply is too short: the agency's leader or the hotline sends it back. */
  tooShort: 'leader' | 'hotline' | null;
  /** The citizen asks how it is going. */
  askedAfter: boolean;
  /** Call-backs in which nobody was reached; three end the case. */
  missed: 0 | 1 | 2 | 3;
  satisfaction: 'very_satisfied' | 'satisfied' | 'basically' | 'dissatisfied' | 'very_dissatisfied';
  /** Whose fault dissatisfaction is found to be; null when there is none. */
  fault: 'agency' | 'nobody' | null;
  /** The operator who took the call also calls back (G-A1). */
  ownCallback: boolean;
  twist: Twist | null;
  /** What the dissatisfied citizen says where the request's text has no words for it. */
  said: string | null;
  pace: Pace;
};

export function drawTurns(request: DemoRequest, random: Random): Turns {
  const { course, channel, kind, urgent } = request;
  const handled = course.how === 'handled' ? course : null;
  const chance = (of: number) => random() < of;
  const drawn = {
    held: (channel !== 'phone' || (handled !== null && chance(0.12))) && !urgent,
    corrected: chance(0.25),
    returned: drawReturn(request, random),
    tooShort: kind === 'consultation' ? null : drawTooShort(random),
    askedAfter: chance(0.1),
    missed: drawMissed(random),
    ownCallback: chance(0.08),
    pace: drawPace(handled?.lead ?? '', random),
    ...drawMood(request, random),
  };
  return twisted({ ...drawn, twist: drawTwist(request, random), said: null });
}

function drawReturn({ course, urgent }: DemoRequest, random: Random): Turns['returned'] {
  if (course.how !== 'handled' || urgent) return null;
  const drawn = random();
  if (drawn < 0.08 && course.assists.length > 0) return drawn < 0.055 ? 'granted' : 'recalled';
  return drawn > 0.96 ? 'refused' : null;
}

function drawTooShort(random: Random): Turns['tooShort'] {
  const drawn = random();
  if (drawn < 0.06) return 'leader';
  return drawn < 0.13 ? 'hotline' : null;
}

function drawMissed(random: Random): Turns['missed'] {
  const drawn = random();
  if (drawn < 0.04) return 3;
  if (drawn < 0.07) return 2;
  return drawn < 0.16 ? 1 : 0;
}

/** The longer and the less complete, the less content. */
function drawMood({ course, anonymous }: DemoRequest, random: Random): Pick<Turns, 'satisfaction' | 'fault'> {
  const drawn = random();
  if (course.how !== 'handled' || anonymous) return { satisfaction: 'satisfied', fault: null };
  if (course.unhappy) {
    return {
      satisfaction: pick(random, ['dissatisfied', 'very_dissatisfied', 'dissatisfied']),
      fault: 'agency',
    };
  }
  const complete = course.conclusion === 'solved';
  if (!complete && drawn < 0.25) return { satisfaction: 'dissatisfied', fault: 'nobody' };
  if (!complete) return { satisfaction: drawn < 0.7 ? 'basically' : 'satisfied', fault: null };
  if (drawn < 0.35) return { satisfaction: 'very_satisfied', fault: null };
  return { satisfaction: drawn < 0.9 ? 'satisfied' : 'basically', fault: null };
}
