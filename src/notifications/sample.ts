import { smsParts } from '../outbox/sms-parts.ts';
import type { Policy } from '../policy/policy.ts';
import { filledIn } from './filled.ts';
import type { OccasionCode } from './occasions.ts';
import { placeholdersOf } from './placeholders.ts';

/** A text as it would go out for an invented case. */
export function sampleText(text: string, code: OccasionCode, policy: Policy): string {
  const { hotline, kinds, sending } = policy;
  const site = (path: string) => (sending.address === '' ? '' : `${sending.address}${path}`);
  const own: Readonly<Record<string, string>> = {
    类型: kinds.find((kind) => kind.code === 'complaint')?.name ?? kinds[0]?.name ?? '',
    热线名称: hotline.name,
    热线号码: hotline.number,
    链接: site('/cases/1795395600000'),
    评价链接: site('/r/k7mxw2rt9pqab'),
  };
  const values = placeholdersOf(code).map(({ name, sample }) => [name, own[name] ?? sample]);
  return filledIn(text, Object.fromEntries(values));
}

/** "62 字，短信 1 条" */
export function sayLength(text: string): string {
  return `${text.length} 字，短信 ${smsParts(text)} 条`;
}
