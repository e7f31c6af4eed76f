import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of scrypt as the power of two in N: about 100 ms on a small server. */
export const COST = 15;
const KEY_BYTES = 32;
const [BLOCK, LANES] = [8, 1];
const SHORTEST = 10;
const LONGEST = 128;
/** No password that was ever taken is longer (a character is at most two units): not worth the work of trying. */
const LONGEST_TRIED = 2 * LONGEST;

/**
 * Makes the text that is kept instead of a password: `scrypt$cost$salt$key`, so that the cost may rise later.
 * @param cost power of two; lower only where many accounts of a demonstration are made at once
 */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether the password made this hash; compares in constant time. A text that is no hash matches nothing. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, cost = '', salt = '', key = ''] = hash.split('$');
  if (scheme !== 'scrypt' || !/^\d{1,2}$/.test(cost)) return false;
  if (plainText(password).length > LONGEST_TRIED) return false;
  const wanted = Buffer.from(key, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

let nobody: Promise<string> | undefined;

/** Takes as long as verifying a real password: for a login that does not exist. Always false. */
export async function verifyNobody(password: string): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(16).toString('base64url'));
  await verifyPassword(password, await nobody);
  return false;
}

/** What is wrong with a new password, in Chinese, or null. Length counts; mixtures of characters are not asked for. */
export function passwordProblem(password: string, login: string): string | null {
  const length = [...password].length;
  if (length < SHORTEST) return `密码至少 ${SHORTEST} 位，可以用一句好记的话。`;
  if (length > LONGEST) return `密码最多 ${LONGEST} 位。`;
  const plain = password.toLowerCase();
  if (plain === login.toLowerCase()) return '密码不能与登录名相同。';
  if (COMMON.has(plain) || isRepetition(plain)) return '这个密码太常见，容易被猜中，请换一个。';
  return null;
}

const COMMON = new Set(
  `1234567890 0123456789 0987654321 9876543210 12345678910 123456789a 1234567890a a123456789 qwertyuiop qwerty12345
  qwerty123456 1q2w3e4r5t 1qaz2wsx3edc qazwsxedcrfv asdfghjkl1 zxcvbnm123 abcdefghij abcd123456 abc1234567 aa12345678
  password12 password123 password1234 passw0rd123 admin12345 admin123456 administrator woaini1314 woaini5201314
  5201314520 1314520520 iloveyou520 hotline12345 rexian12345`.split(/\s+/),
);

/** One piece of at most five characters again and again: 1111111111, 1234512345, abababababab. */
function isRepetition(text: string): boolean {
  return /^(.{1,5}?)\1+$/u.test(text);
}

/** Letters and digits that cannot be mistaken for one another when read out over the phone. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A first password to be handed over and changed at once: three groups of four, 59 bits. */
export function firstPassword(): string {
  const group = () => Array.from({ length: 4 }, () => CLEAR[randomInt(CLEAR.length)]).join('');
  return [group(), group(), group()].join('-');
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: 2 ** cost, r: BLOCK, p: LANES, maxmem: 256 * BLOCK * 2 ** cost };
  return new Promise((resolve, reject) => {
    scrypt(plainText(password), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** The same characters may be typed composed or decomposed, depending on the keyboard. */
function plainText(password: string): string {
  return password.normalize('NFC');
}
