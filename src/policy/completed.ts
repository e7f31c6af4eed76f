import { common } from '../presets/common.ts';
import type { Kind, ReminderRule } from '../presets/types.ts';
import type { Policy } from './policy.ts';

/** A policy written before a setting existed is read with what new installations start from. */
export function completed(written: Policy): Policy {
  // The disk is looked after from the first minute on, before anybody has chosen anything.
  const survival = {
    backup: { ...common.backup, ...written.backup },
    keeping: { ...common.keeping, ...written.keeping },
    disk: { ...common.disk, ...written.disk },
  };
  if (!written.limits) return { ...written, ...survival };
  return {
    ...common,
    ...written,
    ...survival,
    limits: { ...common.limits, ...written.limits },
    reminderRules: (written.reminderRules ?? common.reminderRules).map(completedRule),
    sending: { ...common.sending, ...written.sending },
    kinds: written.kinds.every(isComplete) ? written.kinds : written.kinds.map(completedKind),
  };
}

/** Before listed items had periods of their own (Q-D2). */
function completedKind(kind: Kind): Kind {
  return { ...kind, listedDays: kind.listedDays ?? null };
}

function isComplete(kind: Kind): boolean {
  return kind.listedDays !== undefined;
}

/** Before what begins had an occasion of its own: a case just sent is not one that nobody signed. */
export function completedRule(rule: ReminderRule): ReminderRule {
  if (rule.amount !== 0) return rule;
  if (rule.occasion === 'sign_after_start') return { ...rule, occasion: 'dispatched' };
  return rule.occasion === 'supervision_after_start' ? { ...rule, occasion: 'supervised' } : rule;
}
