import { createHmac } from 'node:crypto';
import type { Settings } from './channel.ts';

/**
 * A name for an SMS whose gateway gives it none: the same SMS passed on twice counts once. It is made with the
 * gateway's secret, so that nobody finds the telephone number in it by trying (Q-A7).
 */
export function inboundId(settings: Settings, parts: readonly string[]): string {
  return createHmac('sha256', settings.token ?? '')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 32);
}
