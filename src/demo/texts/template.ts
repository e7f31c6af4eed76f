/** What every kind of template says about the request. Texts carry `{slot}` and `{one|or|other}`, see fill.ts. */
type Asked = {
  kind: 'consultation' | 'complaint' | 'suggestion' | 'help';
  /** Path in the government preset's category tree, parts joined by '/'. */
  category: string;
  where: 'town' | 'village';
  urgent?: true;
  emergency?: true;
  confidential?: true;
  anonymous?: true;
  headline: string;
  text: string;
};

export type Conclusion = 'solved' | 'partly' | 'explained' | 'not_now';

/** The call-back that was not content, and the second handling (Q-E2); `redoReason` is a code of the preset. */
export type Unhappy = { said: string; redoReason: string; handling: string; reply: string };

export type HandledTemplate = Asked & {
  /** Agency code, or 'township' for the township of the place. */
  lead: string;
  assists?: readonly string[];
  /** First-contact note; null for consultations, anonymous and confidential requests (Q-D4, Q-A7). */
  contact: string | null;
  handling: string;
  reply: string;
  conclusion?: Conclusion;
  unhappy?: Unhappy;
};

export type AnsweredTemplate = Asked & { answer: string };

export type RejectedTemplate = Asked & { reason: string };
