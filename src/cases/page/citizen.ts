import type { Citizen } from '../../../views/cases/case.ts';
import { citizenOf } from '../../citizens/identity.ts';
import { LOCKED } from '../../citizens/key.ts';
import { maskName } from '../../citizens/mask.ts';
import { formatPhone, maskPhone } from '../../citizens/phone.ts';
import type { Db } from '../../db/open.ts';
import type { Actor } from '../../people/actor.ts';
import { identityView } from '../../rules/confidentiality.ts';
import type { CaseRow } from '../rows.ts';

/** Q-A7, C-M1: masked by default; hidden from agencies where the citizen asked for it. */
export function citizenView(db: Db, actor: Actor, given: CaseRow, revealed: boolean): Citizen | null {
  if (identityView(given.confidential === 1, actor.roles) === 'hidden') {
    return { rows: null, canReveal: false, revealed: false };
  }
  const citizen = citizenOf(db, given.id);
  if (!citizen) return null;
  if (citizen.locked) return { rows: [['身份', LOCKED]], canReveal: false, revealed: false };
  const { name, phone, extension, address } = citizen;
  const told: [string, string, () => string][] = [
    ['姓名', name, () => maskName(name)],
    ['电话', phone && formatPhone(phone, extension || null), () => maskPhone(phone)],
    ['住址', address, () => '已隐藏'],
  ];
  const shown = told
    .filter(([, value]) => value !== '')
    .map(([term, value, mask]): [string, string] => [term, revealed ? value : mask()]);
  return { rows: shown, canReveal: shown.length > 0 && !revealed && given.masked_at === null, revealed };
}
