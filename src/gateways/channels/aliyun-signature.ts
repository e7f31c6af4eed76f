import { createHash, createHmac } from 'node:crypto';
import { percent } from './charset.ts';

export type AliyunRequest = {
  method: string;
  query: Readonly<Record<string, string>>;
  /** In lower case: host and all that begin with x-acs-. */
  headers: Readonly<Record<string, string>>;
  body: string;
};

/**
 * The Authorization header of Alibaba Cloud, ACS3-HMAC-SHA256:
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
 */
export function signAliyun(request: AliyunRequest, key: { id: string; secret: string }): string {
  const names = Object.keys(request.headers).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`).join('');
  const canonical = [
    request.method,
    '/',
    canonicalQuery(request.query),
    lines,
    signed,
    sha256(request.body),
  ].join('\n');
  const signature = createHmac('sha256', key.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  return `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${signed},Signature=${signature}`;
}

/** In the order of the names, escaped by RFC 3986: as it is signed and as it is sent. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .join('&');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
