import { contentOf, fileNameOf, type Kind, keyOf, type Promised, phoneOf, wordsOf } from './promises.ts';

/** A signed-in person's way to the server. */
export type SignedIn = { token: string; csrf: string };

/** Which write comes next, and what became of it. */
export type Desk = {
  next: () => number;
  /** Its answer has arrived: from now on it must not be lost. */
  acknowledged: (promised: Promised) => void;
  /** An answer that nobody expected. */
  refused: (what: string) => void;
  /** The disk would not take it, which was said; where that is expected the work goes on. */
  diskRefused?: (promised: Promised, answer: string) => void;
};

type Sent = { status: number; location: string | null; text: string };
type Post = (path: string, fields: Record<string, string | File>) => Promise<Sent>;

/** One person at work, one form after another, until the server is gone. */
export async function work(address: string, { token, csrf }: SignedIn, desk: Desk): Promise<void> {
  const post: Post = async (path, fields) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, csrf })) form.append(name, value);
    const headers = { cookie: `session=${token}` };
    const answer = await fetch(address + path, { method: 'POST', body: form, headers, redirect: 'manual' });
    const text = await answer.text();
    return { status: answer.status, location: answer.headers.get('location'), text };
  };
  let page: string | null = null;
  try {
    for (;;) {
      const n = desk.next();
      const kind: WebKind = page === null ? 'case' : (ORDER[n % ORDER.length] ?? 'case');
      const { status, location, text } = await SEND[kind](post, n, page);
      if (status === 507 && desk.diskRefused) {
        desk.diskRefused({ kind, n }, text);
        continue;
      }
      if (status !== DONE[kind] || location?.startsWith('/login')) return desk.refused(`${kind}: ${status}`);
      desk.acknowledged({ kind, n });
      if (kind === 'case' || kind === 'sealed') page = location;
    }
  } catch (error) {
    // The line was cut: whether the write was done nobody was told.
    if (!(error instanceof TypeError)) throw error;
  }
}

type WebKind = Exclude<Kind, 'audit'>;
const ORDER: readonly WebKind[] = ['case', 'draft', 'note', 'file', 'sealed', 'draft', 'note'];
const DONE: Readonly<Record<WebKind, number>> = { case: 303, sealed: 303, note: 303, draft: 200, file: 303 };

const SEND: Readonly<Record<WebKind, (post: Post, n: number, page: string | null) => Promise<Sent>>> = {
  case: (post, n) => post('/intake', callOf('case', n)),
  sealed: (post, n) => post('/intake', { ...callOf('sealed', n), confidential: '1' }),
  draft: (post, n) => post(`/drafts/${keyOf({ kind: 'draft', n })}?form=intake`, { text: wordsOf(n) }),
  note: (post, n, page) =>
    post(`${page}/note`, {
      note: wordsOf(n),
      key: keyOf({ kind: 'note', n }),
      form: `${page?.slice(1)}/note/`,
    }),
  file: (post, n) =>
    post(`/drafts/${keyOf({ kind: 'file', n })}/files?form=intake&back=/intake`, {
      files: new File([contentOf(n)], fileNameOf(n)),
    }),
};

function callOf(kind: 'case' | 'sealed', n: number): Record<string, string> {
  const given = { phone: phoneOf(n), name: '何先生', channel: 'phone', kind: 'complaint', text: wordsOf(n) };
  return { ...given, key: keyOf({ kind, n }), outcome: 'accept' };
}
