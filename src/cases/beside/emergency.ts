import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { prepared } from '../../db/query.ts';
import { contactsToTell, contactWords } from '../../rules/contacts.ts';
import { answersCitizen } from '../../rules/facts.ts';
import { topCategory } from '../../tasks/emergency-contacts.ts';
import { availableActs } from '../actions.ts';
import { assignmentsOf, type ShownAssignment } from '../case-queries.ts';
import { mattersOf } from '../matters.ts';
import { momentOf } from '../page/moment.ts';
import { ASSIGNMENT_STATUS } from '../states.ts';
import type { BesideOf, Reading } from './beside.ts';

/** Q-A6: of an emergency, when it came in, when it was reported, and what was done against the danger. */
export const emergency: BesideOf = (reading) => {
  const { db, given, now, forAgency } = reading;
  if (given.emergency === 0) return [];
  const agencies = assignmentsOf(db, given.id).filter((each) => isWithThem(each, given.round));
  const steps = stepsOf(db, given.id);
  return [
    {
      title: '突发事件',
      first: true,
      rows: [
        ['诉求人反映时间', exactTime(given.received_at)],
        ...(forAgency ? [] : [['报告时间', reportedWords(reading)] as const]),
        ...agencies.map((each) => [`先期处置（${each.agency}）`, containedWords(each)] as const),
      ],
      lines: steps.map(({ at, why, who }) => ({ at: momentOf(at, now), text: `${who} 先期处置`, note: why })),
      links: containLinks(reading),
    },
  ];
};

/** Who has it now, or answered it; not who lost it. Assisting agencies only where they did something. */
function isWithThem({ status, round, role, contained_at }: ShownAssignment, current: number): boolean {
  const withThem = round === current && (ASSIGNMENT_STATUS[status].open || status === 'replied');
  return withThem && (answersCitizen(role) || contained_at !== null);
}

function containedWords({ contained_at }: ShownAssignment): string {
  return contained_at === null ? '尚未登记' : exactTime(contained_at);
}

const TOLD = `SELECT detail ->> '$.at' AS at, why FROM events WHERE case_id = ? AND act = 'contact_told' ORDER BY at`;

/** When the first of those was told who are told of emergencies; who hears of every urgent case is no report. */
function reportedWords({ db, given, policy }: Reading): string {
  const offices = contactsToTell(policy.contacts, {
    urgent: false,
    emergency: true,
    topCategory: topCategory(db, given.category_id),
  }).map(contactWords);
  const told = prepared(db, TOLD).all(given.id) as { at: number; why: string }[];
  const first = told.find(({ why }) => offices.some((office) => why.startsWith(`${office}。`)));
  return first ? exactTime(first.at) : '尚未报告';
}

const STEPS = `SELECT at, who, why FROM events WHERE case_id = ? AND act = 'contain' ORDER BY id DESC`;

function stepsOf(db: Db, caseId: number) {
  return prepared(db, STEPS).all(caseId) as { at: number; who: string; why: string }[];
}

function containLinks({ db, actor, given }: Reading) {
  return availableActs(actor, given, assignmentsOf(db, given.id), mattersOf(db, given.id))
    .filter(({ act }) => act === 'contain')
    .map(({ label, agency, assignmentId }) => ({
      href: `/cases/${given.id}/contain?assignment=${assignmentId}`,
      text: `${label}（${agency}）`,
    }));
}
