import { createHash, createHmac } from 'node:crypto';

export type TencentRequest = {
  service: string;
  /** In lower case; those that are signed. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whole seconds since 1970. */
  timestamp: number;
};

/**
 * The Authorization header of Tencent Cloud, TC3-HMAC-SHA256:
 * https://cloud.tencent.com/document/api/382/52072
 */
export function signTencent(request: TencentRequest, key: { id: string; secret: string }): string {
  const { service, headers, body, timestamp } = request;
  const names = Object.keys(headers).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().toLowerCase()}\n`).join('');
  const canonical = ['POST', '/', '', lines, signed, sha256(body)].join('\n');
  // The day in UTC: in local time every signature before eight in the morning would be wrong.
  const day = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${day}/${service}/tc3_request`;
  const text = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  const signing = ['tc3_request', service, day].reduceRight(
    (secret, part) => hmac(secret, part),
    Buffer.from(`TC3${key.secret}`),
  );
  const signature = hmac(signing, text).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(secret: Buffer, text: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHmac('sha256', secret).update(text).digest());
}
