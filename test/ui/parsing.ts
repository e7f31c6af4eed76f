import assert from 'node:assert/strict';
import { type DefaultTreeAdapterMap, parse, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** All elements of a page or fragment; any parse error fails the test. */
export function elementsOf(markup: unknown): Element[] {
  const text = String(markup);
  const errors: string[] = [];
  const onParseError = (error: { code: string; startOffset: number }) =>
    errors.push(`${error.code}: ${text.slice(error.startOffset - 40, error.startOffset + 40)}`);
  const options = { onParseError, sourceCodeLocationInfo: true };
  const root = text.startsWith('<!doctype') ? parse(text, options) : parseFragment(text, options);
  assert.deepEqual(errors, []);
  return descendants(root);
}

/** The elements of one kind, as name -> value maps of their attributes. */
export function find(markup: unknown, tag: string): Record<string, string>[] {
  return elementsOf(markup)
    .filter((element) => element.tagName === tag)
    .map((element) => Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])));
}

/** The text a reader sees, with single spaces. */
export function textOf(markup: unknown): string {
  return String(markup)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function descendants(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  const inside = children.flatMap(descendants);
  return 'tagName' in node ? [node, ...inside] : inside;
}
