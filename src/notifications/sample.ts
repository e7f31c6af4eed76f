import { smsParts } from '../outbox/sms-parts.ts';
import type { Policy } from '../policy/policy.ts';
import { filledIn } from './filled.ts';
import type { OccasionCode } from './occasions.ts';
import { namesIn, placeholdersOf } from './placeholders.ts';
import { citizensAddress, linked } from './site-links.ts';

/** A text as it would go out for an invented case; what cannot be filled in stands there as it was written. */
export function sampleText(text: string, code: OccasionCode, policy: Policy): string {
  const { hotline, kinds, sending } = policy;
  const own: Readonly<Record<string, string>> = {
    类型: kinds.find((kind) => kind.code === 'complaint')?.name ?? kinds[0]?.name ?? '',
    热线名称: hotline.name,
    热线号码: hotline.number,
    链接: linked(sending.address, '/cases/1795395600000'),
    评价链接: linked(citizensAddress(sending), '/r/k7mxw2rt9pqab'),
  };
  const values = placeholdersOf(code).map(({ name, sample }) => [name, own[name] ?? sample]);
  const unknown = namesIn(text).map((name) => [name, `{${name}}`]);
  return filledIn(text, Object.fromEntries([...unknown, ...values]));
}

/** "62 字，短信 1 条" */
export function sayLength(text: string): string {
  return `${text.length} 字，短信 ${smsParts(text)} 条`;
}
