import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Made of the one secret in the key file, one for each use. KeyObjects: no log prints what is in them. */
export type Keys = {
  /** Seals texts. */
  seal: KeyObject;
  /** Finds a telephone number again that is sealed. */
  phone: KeyObject;
  /** Tells a form that was sent before from another. */
  form: KeyObject;
  /** Tells whether the key belongs to a file. */
  check: KeyObject;
};

export const SECRET_BYTES = 32;

export function keysOf(secret: Uint8Array): Keys {
  const derived = (use: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'hotline', `identity ${use} 1`, SECRET_BYTES)));
  return { seal: derived('seal'), phone: derived('phone'), form: derived('form'), check: derived('check') };
}

const CIPHER = 'aes-256-gcm';
/** The first byte says how the rest is made. */
const FORMAT = 1;
const [NONCE, TAG] = [12, 16];

/** @param place what the text belongs to (a case, a draft): it opens there and nowhere else */
export function seal(keys: Keys, text: string, place: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, keys.seal, nonce, { authTagLength: TAG });
  cipher.setAAD(aad(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), body]);
}

/** Null where it was sealed with another key, for another place, or is damaged. */
export function unseal(keys: Keys, sealed: Uint8Array, place: string): string | null {
  if (sealed[0] !== FORMAT || sealed.length < 1 + NONCE + TAG) return null;
  const bodyAt = 1 + NONCE + TAG;
  const opening = createDecipheriv(CIPHER, keys.seal, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG });
  opening.setAAD(aad(place));
  opening.setAuthTag(sealed.subarray(1 + NONCE, bodyAt));
  try {
    return Buffer.concat([opening.update(sealed.subarray(bodyAt)), opening.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** The same text gives the same hash, which tells nothing without the key: a number could else be guessed. */
export function keyedHash(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function aad(place: string): Buffer {
  return Buffer.from(`hotline ${FORMAT} ${place}`, 'utf8');
}
