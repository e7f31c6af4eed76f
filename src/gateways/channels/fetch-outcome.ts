import type { Outcome } from './channel.ts';

/** What a gateway answered; as bytes, because not every one speaks UTF-8. */
export type Answer = { status: number; body: Uint8Array };

/** An answer of a gateway is a line or two; of anything longer the rest is not read. */
const LONGEST = 64 * 1024;

/**
 * Asks a gateway over HTTP. Of a failure the outcome says whether the message can have left the house: before the
 * connection stood it cannot, after that nobody knows.
 */
export async function ask(url: string, request: RequestInit, signal: AbortSignal): Promise<Answer | Outcome> {
  try {
    const answer = await fetch(url, { ...request, redirect: 'manual', signal });
    return { status: answer.status, body: await beginningOf(answer) };
  } catch (error) {
    return outcomeOf(error);
  }
}

async function beginningOf(answer: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer.body ?? []) {
    pieces.push(piece);
    length += piece.length;
    if (length >= LONGEST) break;
  }
  return Buffer.concat(pieces).subarray(0, LONGEST);
}

const NOT_FOUND = '找不到网关的域名，请检查地址和服务器的网络。';
const NO_WAY = '连不上网关，请检查地址和服务器的网络。';

/** Failures before anything of the message was sent, in words for the administrator. */
const NOT_CONNECTED: Readonly<Record<string, string>> = {
  ECONNREFUSED: '网关拒绝连接，可能没有启动，或端口不对。',
  ENOTFOUND: NOT_FOUND,
  EAI_AGAIN: NOT_FOUND,
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  EADDRNOTAVAIL: NO_WAY,
  UND_ERR_CONNECT_TIMEOUT: '连接网关超时，请检查地址和服务器的网络。',
  ERR_INVALID_URL: '网关地址写得不对，请检查。',
};

/** `fetch` made no request of it: wrong settings; whatever fails on the way has another code. */
const NOT_BEGUN: ReadonlySet<string> = new Set(['', 'UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED']);
const NO_REQUEST = '按现有设置无法发出请求，短信没有发出。请检查网关地址、端口和请求头。';

const CERTIFICATE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO$)/;

function outcomeOf(error: unknown): Outcome {
  const { code, connecting } = causeOf(error);
  const known = NOT_CONNECTED[code];
  if (known !== undefined) return { result: 'down', why: known };
  if (CERTIFICATE.test(code)) {
    return { result: 'down', why: '网关的安全证书无法验证，请检查地址是否正确、证书是否过期。' };
  }
  if (connecting) return { result: 'down', why: NO_WAY };
  if (error instanceof TypeError && NOT_BEGUN.has(code)) return { result: 'down', why: NO_REQUEST };
  return { result: 'unsure', why: '已连上网关，但没有等到答复，不确定网关是否收下。' };
}

/** `fetch` wraps what went wrong, several times over where a name has several addresses. */
function causeOf(error: unknown): { code: string; connecting: boolean } {
  let [at, code, connecting] = [error, '', false];
  for (let depth = 0; at instanceof Error && depth < 5; depth++) {
    if ('code' in at && typeof at.code === 'string') code = at.code;
    if ('syscall' in at && at.syscall === 'connect') connecting = true;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return { code, connecting };
}

/** What a status says that is no success; null for 2xx. `words` is what the gateway wrote. */
export function outcomeOfStatus(status: number, words: string): Outcome | null {
  if (status >= 200 && status < 300) return null;
  const why = `网关答复 HTTP ${status}${words === '' ? '' : `：${quote(words)}`}`;
  if (status === 408 || status === 429) return { result: 'later', why };
  // A proxy that waited in vain: the gateway behind it may have it.
  if (status === 504) return { result: 'unsure', why };
  if (status >= 500) return { result: 'later', why };
  const setUpWrongly = status < 400 || [401, 402, 403, 404, 405, 407].includes(status);
  return setUpWrongly ? { result: 'down', why } : { result: 'refused', why };
}

/** What a gateway wrote, short and on one line, for notes: telephone numbers are masked (C-M1). */
export function quote(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  const masked = line.replace(/\+?\d(?:[ -]?\d){6,}/g, (digits) => `${digits.slice(0, 3)}****`);
  return masked.length > 80 ? `${masked.slice(0, 80)}…` : masked;
}
