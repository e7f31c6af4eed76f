import type { Tree } from './queries.ts';

/** What people call the trees and their parts. */
export const TREES = {
  categories: { title: '诉求分类', node: '分类', href: '/categories' },
  areas: { title: '区域', node: '区域', href: '/areas' },
} as const satisfies Record<Tree, { title: string; node: string; href: string }>;

export const DEEPEST_LEVEL = 3;
export const LONGEST_NAME = 50;

/** Between the names of a path; so it cannot stand inside one. */
export const SEPARATOR = ' / ';

/** What is wrong with a node's name, in words, or null. */
export function nameFault(name: string): string | null {
  if (name.length > LONGEST_NAME) return `名称最多 ${LONGEST_NAME} 字`;
  return name.includes(SEPARATOR) ? '名称中不能有前后带空格的斜线' : null;
}
