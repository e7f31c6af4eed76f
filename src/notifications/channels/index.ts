import type { Channel } from './channel.ts';
import { smtp } from './smtp.ts';

/** Every way out of the house, as the administrator chooses among them. */
export const CHANNELS: readonly Channel[] = [smtp];

export function channelOf(code: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.code === code);
}
