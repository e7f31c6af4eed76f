import { z } from 'zod';
import { mobileNumber } from '../agencies/names.ts';
import { check, chosen, severalChosen, type Typed, text } from '../web/forms.ts';
import { plainLogin } from './login.ts';
import { isRole, type Role } from './roles.ts';

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,31}$/;

/** Kept in its plain form; capitals and full-width letters are taken as the plain ones. */
export function loginName() {
  const message = '登录名由 2 至 32 位字母、数字、点、横线或下划线组成，以字母或数字开头。';
  return text('登录名', { max: 40 })
    .transform(plainLogin)
    .refine((login) => LOGIN.test(login), message);
}

const NO_MOBILE =
  '手机号码应为一个 11 位手机号码，例如 13800000000，提醒短信发到这个号码。没有手机的请留空。';

const personForm = z.object({
  name: text('姓名', { max: 40 }),
  login: loginName(),
  operatorNo: text('工号', { required: false, max: 20 }).optional(),
  phone: text('手机号码', { required: false, max: 40 })
    .refine((given) => mobileNumber(given) !== null, NO_MOBILE)
    .transform((given) => mobileNumber(given) ?? given)
    .optional(),
  email: text('电子邮箱', { required: false, max: 100 })
    .refine(
      (given) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given),
      '电子邮箱格式不正确，例如 zhang@example.gov.cn。',
    )
    .optional(),
  agency: chosen('所属单位', 'agencies', { required: false }).optional(),
  roles: severalChosen('岗位', 'roles'),
});

export type PersonInput = Omit<z.infer<typeof personForm>, 'roles' | 'agency'> & {
  roles: readonly Role[];
  agencyId: number | null;
};

/** @throws Invalid with a message for each field at fault */
export function readPerson(typed: Typed): PersonInput {
  const { roles, agency, ...rest } = check(personForm, typed);
  return { ...rest, roles: roles.filter(isRole), agencyId: agency === undefined ? null : Number(agency) };
}
