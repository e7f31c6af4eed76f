import { pick, type Random } from './random.ts';

export type Slots = Readonly<Record<string, string>>;

/** Replaces `{slot}` by its value and `{one|or|other}` by one of them. @throws on a slot without a value */
export function fill(text: string, slots: Slots, random: Random): string {
  return text.replaceAll(/\{([^{}]+)\}/g, (_, inside: string) => {
    if (inside.includes('|')) return pick(random, inside.split('|'));
    const value = slots[inside];
    if (value === undefined) throw new Error(`no value for slot ${inside} in: ${text}`);
    return value;
  });
}
