import type { CategoryNode } from './types.ts';

/**
 * Reads a tree of up to three levels from an outline: a line at the margin is a top node, an indented line
 * is a second-level node, optionally followed by a full-width colon and its children separated by spaces.
 */
export function outline(text: string): readonly CategoryNode[] {
  const tops: { name: string; lines: string[] }[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    if (line.startsWith(' ')) tops.at(-1)?.lines.push(line.trim());
    else tops.push({ name: line.trim(), lines: [] });
  }
  return tops.map(({ name, lines }) => node(name, lines.map(secondLevel)));
}

function secondLevel(line: string): CategoryNode {
  const [name = '', children = ''] = line.split('：');
  const names = children.split(' ').filter((each) => each !== '');
  return node(
    name,
    names.map((each) => [each]),
  );
}

function node(name: string, children: readonly CategoryNode[]): CategoryNode {
  return children.length === 0 ? [name] : [name, children];
}
