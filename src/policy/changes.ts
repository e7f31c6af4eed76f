import type { Lists } from './cells.ts';
import type { Item, Part } from './parts.ts';
import type { Policy } from './policy.ts';
import type { Subject } from './subject.ts';

/** What is different between two versions of a subject, in words; empty when nothing is. */
export function changesOf(subject: Subject, before: Policy, after: Policy, lists: Lists): string[] {
  return subject.parts.flatMap((part) =>
    changesIn(part, part.items(before, lists), part.items(after, lists)),
  );
}

function changesIn({ kind, noun }: Part, before: readonly Item[], after: readonly Item[]): string[] {
  const [had, has] = [byId(before), byId(after)];
  const added = after
    .filter(({ id }) => !had.has(id))
    .map((item) => `新增${noun}“${item.title}”${factsIn(item)}`);
  const removed = before.filter(({ id }) => !has.has(id)).map(({ title }) => `移除${noun}“${title}”`);
  const changed = after.flatMap((item) => changesOfItem(had.get(item.id), item));
  return [...added, ...removed, ...changed, ...(kind === 'rows' ? orderOf(before, after, had, has) : [])];
}

function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

/** Beside the title, which is usually one of them. */
function factsIn({ title, facts }: Item): string {
  const told = facts
    .filter(({ text }) => text !== title)
    .map(({ label, text }) => `${label}${sayValue(text)}`);
  return told.length === 0 ? '' : `：${told.join('，')}`;
}

function changesOfItem(before: Item | undefined, after: Item): string[] {
  if (!before) return [];
  const of = before.title === '' ? '' : `“${before.title}”的`;
  return after.facts.flatMap(({ label, text }, place) => {
    const was = before.facts[place]?.text ?? '';
    return was === text ? [] : [`${of}${label}由${sayValue(was)}改为${sayValue(text)}`];
  });
}

/** Figures stand alone, words in quotation marks. */
function sayValue(text: string): string {
  if (/^半个\S+$/.test(text)) return text;
  return /^\d+(?:%| \S+)?$/.test(text) ? ` ${text}${/[%\dA-Za-z]$/.test(text) ? ' ' : ''}` : `“${text}”`;
}

function orderOf(
  before: readonly Item[],
  after: readonly Item[],
  had: ReadonlyMap<string, Item>,
  has: ReadonlyMap<string, Item>,
): string[] {
  const was = before.filter(({ id }) => has.has(id)).map(({ id }) => id);
  const kept = after.filter(({ id }) => had.has(id));
  const same = kept.every(({ id }, place) => id === was[place]);
  return same ? [] : [`顺序改为：${after.map(({ title }) => title).join('、')}`];
}
