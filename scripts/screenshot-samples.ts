import type { Role } from '../src/people/roles.ts';

/** A page that only some cases have: where to find it, as SQL that gives its path. */
export type Sample = { role: Role; name: string; path: string };

const ACTS: readonly (readonly [role: Role, act: string, among: string])[] = [
  ['supervisor', 'supervise', `status = 'dispatched' AND supervised = 0`],
  ['supervisor', 'redo', `status = 'closed' AND lead_agency_id IS NOT NULL`],
  ['supervisor', 'suspend', `status = 'dispatched'`],
  ['supervisor', 'withdraw_late', `status = 'dispatched'`],
  ['supervisor', 'resume', `status = 'suspended'`],
  ['supervisor', 'record_instruction', `status = 'dispatched'`],
  ['dispatcher', 'merge', `status = 'dispatched' AND urgent = 0`],
  ['dispatcher', 'dispatch', `status = 'accepted'`],
  ['dispatcher', 'report_up', `emergency = 1 AND status = 'dispatched'`],
];

const TASKS: readonly (readonly [role: Role, kind: string, act: string])[] = [
  ['dispatcher', 'must_phone', 'phone_told'],
  ['dispatcher', 'emergency_contact', 'contact_told'],
  ['dispatcher', 'overlap', 'settle_overlap'],
  ['supervisor', 'spot_check', 'spot_check'],
];

const CASES: readonly (readonly [name: string, from: string])[] = [
  ['case-merged', `cases c WHERE c.status = 'merged'`],
  ['case-main', 'cases c WHERE EXISTS (SELECT 1 FROM cases m WHERE m.merged_into = c.id)'],
  ['case-suspended', `cases c WHERE c.status = 'suspended'`],
  ['case-withdrawn', `cases c WHERE c.status = 'withdrawn'`],
  ['case-supervised', `supervisions v JOIN cases c ON c.id = v.case_id WHERE v.status = 'answered'`],
  ['case-forced-order', 'supervisions v JOIN cases c ON c.id = v.case_id WHERE v.issued_by IS NULL'],
  ['case-appeal', `appeals a JOIN cases c ON c.id = a.case_id WHERE a.status = 'proposed'`],
  ['case-extension', `extensions x JOIN cases c ON c.id = x.case_id WHERE x.status = 'agreed'`],
  ['case-emergency', `cases c WHERE c.emergency = 1 AND c.status = 'dispatched'`],
  ['case-outside', `cases c JOIN assignments s ON s.case_id = c.id WHERE s.letter_sent_at IS NOT NULL`],
];

/** The demonstration's pages of what stands beside the course of a case. */
export const SAMPLES: readonly Sample[] = [
  ...ACTS.map(([role, act, among]) => ({
    ...{ role, name: `act-${act}` },
    path: `SELECT '/cases/' || id || '/${act}' FROM cases WHERE ${among} ORDER BY id DESC LIMIT 1`,
  })),
  ...TASKS.map(([role, kind, act]) => ({
    ...{ role, name: `act-${act}` },
    path: `SELECT '/cases/' || case_id || '/${act}' || coalesce('?assignment=' || assignment_id, '') FROM tasks
      WHERE kind = '${kind}' AND done_at IS NULL AND dropped_at IS NULL ORDER BY id DESC LIMIT 1`,
  })),
  ...CASES.map(([name, from]) => ({
    ...{ role: 'supervisor' as const, name },
    path: `SELECT '/cases/' || c.id FROM ${from} ORDER BY c.id DESC LIMIT 1`,
  })),
  {
    ...{ role: 'dispatcher', name: 'act-grant_extension' },
    path: `SELECT '/cases/' || case_id || '/grant_extension?assignment=' || assignment_id FROM extensions
      WHERE status = 'agreed' LIMIT 1`,
  },
  {
    ...{ role: 'supervisor', name: 'order-print' },
    path: `SELECT '/supervision/' || id || '/print' FROM supervisions ORDER BY id DESC LIMIT 1`,
  },
  {
    ...{ role: 'dispatcher', name: 'letter-print' },
    path: `SELECT '/cases/' || s.case_id || '/letter?assignment=' || s.id FROM assignments s
      JOIN agencies a ON a.id = s.agency_id WHERE a.external = 1 ORDER BY s.id DESC LIMIT 1`,
  },
];
