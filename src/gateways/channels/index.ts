import { aliyun } from './aliyun.ts';
import { callList } from './call-list.ts';
import type { Channel } from './channel.ts';
import { gammu } from './gammu.ts';
import { http } from './http.ts';
import { kannel } from './kannel.ts';
import { smtp } from './smtp.ts';
import { tencent } from './tencent.ts';

/** Every way out of the house, as the administrator chooses among them. */
export const CHANNELS: readonly Channel[] = [smtp, http, aliyun, tencent, kannel, gammu, callList];

export function channelOf(code: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.code === code);
}
