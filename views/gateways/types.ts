import type { Content, Html, Tone } from '../ui/index.ts';

export type ListedGateway = {
  id: number;
  name: string;
  medium: 'sms' | 'email';
  active: boolean;
  /** Something was sent through it: it can be switched off, not deleted. */
  used: boolean;
  channel: string;
  audience: string;
  tone: Tone;
  state: string;
  why: string;
  today: string;
  cost: string;
  lastOk: Content;
};

export type ShownTry = { at: Html; what: string; result: string; tone: Tone; why: string };

/** `whole`: with the address at which this system is reached, not a path alone. */
export type CallbackAddress = { label: string; address: string; whole: boolean };
