import type { ListedNode } from '../../views/trees/list.ts';
import { matchRank } from '../search/pinyin.ts';
import type { NodeRow } from './queries.ts';

/** The tree as it is drawn: top nodes, each with those below it. */
export function nestedNodes(nodes: readonly NodeRow[]): ListedNode[] {
  const children = Map.groupBy(nodes, (node) => node.parent_id);
  const draw = (node: NodeRow): ListedNode => {
    const drawn = (children.get(node.id) ?? []).map(draw);
    const below = drawn.reduce((sum, child) => sum + 1 + child.below, 0);
    return listedNode(node, drawn, below);
  };
  return (children.get(null) ?? []).map(draw);
}

/** Nodes that the typed text leads to, best first. */
export function foundNodes(nodes: readonly NodeRow[], typed: string): ListedNode[] {
  return nodes
    .map((node) => ({ node, rank: matchRank(node.search_keys, node.name, typed) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.node.id - b.node.id)
    .map(({ node }) => listedNode(node, [], 0));
}

function listedNode(node: NodeRow, children: readonly ListedNode[], below: number): ListedNode {
  return { id: node.id, name: node.name, path: node.path, active: node.active === 1, children, below };
}
