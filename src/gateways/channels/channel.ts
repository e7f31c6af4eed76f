/** A field of a gateway's settings, as the administrator fills it in. */
export type SettingField = {
  name: string;
  label: string;
  /** The heading it stands under; a rare group is folded as long as it is empty. */
  group?: { title: string; rare?: true };
  help?: string;
  /** Sealed with the key outside the file, and never shown again. */
  secret?: true;
  required?: true;
  widget?: 'text' | 'textarea' | 'select' | 'flag';
  options?: readonly { value: string; text: string }[];
  placeholder?: string;
  /** What a new gateway starts with. */
  initial?: string;
};

/** The settings of one gateway by field name, opened; flags are '1' or ''. */
export type Settings = Readonly<Record<string, string>>;

/** One message as a channel sends it. */
export type Outgoing = {
  /** The same through every try: what the other side may know the message by. */
  uid: string;
  /** Telephone number in digits, or an e-mail address. */
  to: string;
  recipientName: string;
  /** E-mail only. */
  subject: string;
  /** SMS: with the gateway's signature. */
  text: string;
  /** E-mail only; '' where the text alone is sent. */
  html: string;
  /** For gateways that know texts by template only: the reminder rule and the values of its placeholders. */
  template: { rule: string; values: Readonly<Record<string, string>> };
  /** The case it belongs to, for threads of e-mail; null for none. */
  thread: { number: string; first: boolean } | null;
  /** Epoch ms. */
  now: number;
};

export type Outcome =
  /** The gateway has it. `ref` is what its reports will call it. */
  | { result: 'taken'; ref: string | null }
  /** It never takes this one (bad number, unknown template): not tried again. */
  | { result: 'refused'; why: string }
  /** It surely did not take it now: tried again later. */
  | { result: 'later'; why: string }
  /** It cannot be reached, or nothing can be sent through it as it is set up: no message's fault, no try counted. */
  | { result: 'down'; why: string }
  /** It may have taken it: a time-out or a lost connection after the message was handed over. */
  | { result: 'unsure'; why: string };

/** What a gateway calls back with: query and form fields merged, and the raw query and body. */
export type Callback = {
  method: string;
  values: Readonly<Record<string, string>>;
  query: string;
  headers: Readonly<Record<string, string>>;
  body: string;
};

/** A delivery report: `ref` as of the outcome, or `uid` where the gateway hands it back. */
export type Report = { ref?: string; uid?: string; delivered: boolean; why: string };

/** An SMS that somebody sent to the hotline's number; `id` is the gateway's own, so that each counts once. */
export type Inbound = { id: string; from: string; text: string; at: number | null };

/** What was found where a gateway leaves its reports and SMS; `forget` drops it there, once it is written down here. */
export type Polled = { reports: readonly Report[]; inbound: readonly Inbound[]; forget: () => Promise<void> };

/**
 * A way out of the house. A new one is one file and one line in channels/index.ts. Channels know nothing of the
 * database; whatever they throw counts as 'unsure'.
 */
export type Channel = {
  code: string;
  /** As the administrator chooses it: 通用短信网关（HTTP）. */
  name: string;
  medium: 'sms' | 'email';
  /** What it is and what has to be prepared, in a sentence or two. */
  about: string;
  fields: readonly SettingField[];
  /** What is wrong with the settings, by field, beyond what `required` says. */
  check?: (settings: Settings) => Record<string, string>;
  send: (settings: Settings, message: Outgoing, signal: AbortSignal) => Promise<Outcome>;
  /** Reads a delivery report; null where it is none of its own. */
  reports?: (settings: Settings, callback: Callback) => readonly Report[] | null;
  /** Reads SMS from citizens. */
  inbound?: (settings: Settings, callback: Callback, now: number) => readonly Inbound[] | null;
  /** Looks for reports and SMS from citizens, where the gateway does not call back. */
  poll?: (settings: Settings, now: number) => Promise<Polled>;
  /** Clears away what a gateway leaves behind of messages long sent; once an hour. */
  tidy?: (settings: Settings, now: number) => Promise<void>;
  /** What the gateway wants to hear after a callback; 'ok' where it is not said. */
  thanks?: string;
  /** Lets go of pooled connections of these settings, when they change or the server stops. */
  close?: () => void;
};
