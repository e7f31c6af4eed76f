import type { Callback, Outgoing } from '../../../src/gateways/channels/channel.ts';
import { at } from '../../calendar/samples.ts';

/** A reminder to sign, as it is handed to a channel. */
export function outgoing(changes: Partial<Outgoing> = {}): Outgoing {
  return {
    uid: '0d6f9f3e-8f0c-4a51-9c6c-1f6f0b3a7c21',
    to: '13800138000',
    recipientName: '赵明',
    subject: '',
    text: '【热线】工单 20261123-0001 请于 11:30 前签收',
    html: '',
    template: { rule: 'sign_first', values: { 工单号: '20261123-0001', 时限: '11月23日 11:30' } },
    thread: null,
    now: at('2026-11-23 09:05'),
    ...changes,
  };
}

export function callback(changes: Partial<Callback> = {}): Callback {
  return { method: 'POST', values: {}, query: '', headers: {}, body: '', ...changes };
}

/** A channel's time to answer, in a test. */
export const soon = () => AbortSignal.timeout(5_000);
