import { createHmac } from 'node:crypto';
import type { CallbackShare, SpotCheckShare } from '../presets/types.ts';

/** What is drawn by lot: which answered case is called back, which closed one is looked at again. */
export type Lot = 'call_back' | 'spot_check';

/**
 * The lot of a case in a round, from 0 up to 100: proved by the secret, and foreseen by nobody who does not have it.
 * Each purpose draws its own.
 */
export function lotOf(secret: string, lot: Lot, caseId: number, round: number): number {
  const digest = createHmac('sha256', secret).update(`${lot}/${caseId}/${round}`).digest();
  return (digest.readUIntBE(0, 6) / 2 ** 48) * 100;
}

/** Q-E1: how many of a hundred answered cases of this kind are called back; all where the policy does not say. */
export function callbackPercent(shares: readonly CallbackShare[], kind: string): number {
  return shares.find((share) => share.kind === kind)?.percent ?? 100;
}

/** Q-E3: how many of a hundred closed cases are looked at again; what names kind or agency goes before what does not. */
export function spotCheckPercent(
  shares: readonly SpotCheckShare[],
  { kind, agency }: { kind: string; agency: readonly string[] },
): number {
  const fitting = shares.filter(
    (share) =>
      (share.kind === '' || share.kind === kind) && (share.agency === '' || agency.includes(share.agency)),
  );
  return fitting.sort((a, b) => closeness(b) - closeness(a))[0]?.percent ?? 0;
}

function closeness({ kind, agency }: SpotCheckShare): number {
  return (kind === '' ? 0 : 1) + (agency === '' ? 0 : 2);
}

export type Answered = {
  /** Done again at least once: the citizen was dissatisfied before. */
  redone: boolean;
  supervised: boolean;
  /** Whether the agency's reply says how and when it told the citizen by phone or in person. */
  told: boolean;
};

/** C-E1: only who was told, and has not complained since, may be left out of the call-backs. */
export function mayBeLeftOut({ redone, supervised, told }: Answered): boolean {
  return told && !redone && !supervised;
}
