import { randomBytes } from 'node:crypto';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import { nameIn } from '../policy/policy.ts';
import { callbackPercent, type Lot, lotOf, mayBeLeftOut, spotCheckPercent } from '../rules/sampling.ts';
import { addTask } from '../tasks/tasks.ts';
import type { ActContext } from './act.ts';
import type { CaseRow } from './rows.ts';

/** Where the secret of the lots stands in the settings. */
export const SAMPLING_SECRET = 'sampling_secret';

/** How a lot fell, as it stands in the event log: with the secret of the file anybody can draw it again. */
export type Drawn = { lot: number; percent: number; chosen: boolean };

/** Q-E1: whether the citizen is called back; null where this case is not a matter of chance. */
export function drawCallback(db: Db, { case: given, policy }: ActContext): Drawn | null {
  const percent = callbackPercent(policy.callbackShares, given.kind);
  const told = toldByAgency(db, given) !== null;
  const answered = { redone: given.round > 0, supervised: given.supervised === 1, told };
  return percent < 100 && mayBeLeftOut(answered) ? draw(db, 'call_back', given, percent) : null;
}

const TOLD = `SELECT told_how AS how, told_at AS at FROM replies
  WHERE case_id = ? AND approved_at IS NOT NULL AND conclusion IS NOT NULL ORDER BY id DESC LIMIT 1`;

export type Told = { how: 'phone' | 'in_person'; at: number };

/** C-E1: how and when the agency itself told the citizen, as its latest approved reply says. */
export function toldByAgency(db: Db, { id }: Pick<CaseRow, 'id'>): Told | null {
  const reply = prepared(db, TOLD).get(id) as { how: string; at: number | null } | undefined;
  if (!reply || reply.at === null) return null;
  return reply.how === 'phone' || reply.how === 'in_person' ? { how: reply.how, at: reply.at } : null;
}

const AGENCY = `SELECT a.name, a.short_name FROM cases c
  JOIN agencies a ON a.id = coalesce(c.lead_agency_id, (SELECT m.lead_agency_id FROM cases m WHERE m.id = c.merged_into))
  WHERE c.id = ?`;

/** Q-E3: a closed case that an agency has handled may be looked at again; a supervised one always is. */
export function drawSpotCheck(db: Db, { case: given, policy, now }: ActContext): void {
  const agency = prepared(db, AGENCY).get(given.id) as { name: string; short_name: string } | undefined;
  if (!agency) return;
  const names = [agency.name, agency.short_name];
  const percent = spotCheckPercent(policy.spotChecks, { kind: given.kind, agency: names });
  const always = wasSupervised(db, given.id);
  if (!always && !draw(db, 'spot_check', given, percent).chosen) return;
  const why = always ? '督办工单' : `按 ${percent}% 抽中`;
  const what = `${why}：${nameIn(policy.kinds, given.kind)}，${agency.short_name}承办`;
  addTask(db, { caseId: given.id, kind: 'spot_check', side: 'hotline', what }, now);
}

const SUPERVISED = 'SELECT EXISTS (SELECT 1 FROM supervisions WHERE case_id = ?)';

function wasSupervised(db: Db, caseId: number): boolean {
  return prepared(db, SUPERVISED).pluck().get(caseId) === 1;
}

function draw(db: Db, lot: Lot, { id, round }: CaseRow, percent: number): Drawn {
  const drawn = lotOf(secretOf(db), lot, id, round);
  return { lot: drawn, percent, chosen: drawn < percent };
}

/** Made once for a file, at the first draw. */
function secretOf(db: Db): string {
  const kept = settingOf(db, SAMPLING_SECRET);
  if (kept !== null) return kept;
  const value = randomBytes(32).toString('hex');
  noteSetting(db, SAMPLING_SECRET, value);
  return value;
}
