import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { clockBy } from '../people/when.ts';
import { Invalid } from '../web/errors.ts';
import { check, type Typed, text } from '../web/forms.ts';
import { wrongTries } from './wrong-tries.ts';

const findForm = z.object({ number: text('工单号', { max: 60 }), code: text('查询码', { max: 60 }) });

/**
 * Q-L1: the token of the case that number and code belong to. Wrong ones are counted and, too many, paused.
 * @throws Invalid with the same words whether the number or the code is wrong
 */
export function findCase(db: Db, ip: string, typed: Typed, now: number): string {
  const given = check(findForm, typed);
  const [number, code] = [bare(given.number).toUpperCase(), bare(given.code)];
  const { visitors, numbers } = wrongTries(db);
  const until = numbers.pausedUntil(number, now);
  if (until !== null)
    throw new Invalid(`查询码输错次数过多，请于 ${clockBy(until)} 后再试。您的诉求仍在正常办理。`);
  const token = tokenByCode(db, number, code);
  if (token !== null) return token;
  visitors.fail(ip, now);
  numbers.fail(number, now);
  throw new Invalid(WRONG);
}

const WRONG = '工单号或查询码不正确。两者都写在受理短信里，请核对后再试；没有收到短信的，请致电热线查询。';

const BY_NUMBER = `SELECT a.code, a.token FROM cases c JOIN citizen_access a ON a.case_id = c.id WHERE c.number = ?`;

function tokenByCode(db: Db, number: string, code: string): string | null {
  const found = prepared(db, BY_NUMBER).get(number) as { code: string; token: string } | undefined;
  return found && isSame(found.code, code) ? found.token : null;
}

/** As people write them down: without spaces, half-width, every dash the same. */
function bare(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{C}]/gu, '')
    .replace(/\p{Pd}|−/gu, '-');
}

function isSame(code: string, given: string): boolean {
  const [a, b] = [Buffer.from(code), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
