import type { Channel } from './channel.ts';

/** Every way out of the house, as the administrator chooses among them. */
export const CHANNELS: readonly Channel[] = [];

export function channelOf(code: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.code === code);
}
