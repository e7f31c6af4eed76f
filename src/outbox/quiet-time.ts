import type { Policy } from '../policy/policy.ts';
import { callableFrom } from '../rules/quiet-hours.ts';
import type { Medium } from './message.ts';

/**
 * When a message may go out: an SMS not before the quiet hours are over, to citizens not before those of calls are
 * (G-E2). Urgent ones and e-mails wait for nothing (Q-A5).
 */
export function notBefore(
  { sending, quietHours }: Policy,
  message: { medium: Medium; urgent: boolean; audience: string },
  now: number,
): number {
  if (message.urgent || message.medium !== 'sms') return now;
  const awake = callableFrom(now, { from: sending.quietFrom, to: sending.quietTo });
  if (message.audience !== 'citizen') return awake;
  // Where the one kind of hours ends within the other, what is first free of both.
  const callable = callableFrom(awake, quietHours);
  return callable === awake
    ? awake
    : callableFrom(callable, { from: sending.quietFrom, to: sending.quietTo });
}
