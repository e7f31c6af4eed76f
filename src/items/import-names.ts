import { nameKey } from '../agencies/names.ts';
import type { AgencyRow } from '../agencies/queries.ts';
import type { NodeRow } from '../trees/queries.ts';
import { MOST_DAYS } from './write.ts';

/** What a cell means, or why it means nothing. */
export type Read<Value> = { value: Value } | { fault: string };

/** An agency that cases can be dispatched to, by its full or short name. */
export function readAgency(agencies: readonly AgencyRow[], label: string, cell: string): Read<AgencyRow> {
  const key = nameKey(cell);
  const byName = agencies.filter((each) => nameKey(each.name) === key);
  const named = byName.length > 0 ? byName : agencies.filter((each) => nameKey(each.short_name) === key);
  const usable = named.filter((each) => each.active === 1 && each.kind !== 'section');
  const [agency] = usable;
  if (usable.length > 1) return { fault: `${label}简称“${cell}”对应几个单位，请写全称` };
  if (agency) return { value: agency };
  const [other] = named;
  if (!other) return { fault: `${label}“${cell}”不存在` };
  return {
    fault: other.active === 0 ? `${label}“${cell}”已停用` : `${label}“${cell}”是科室，请填写其上级单位`,
  };
}

/** A category by its path, however its levels are parted, or by its name where only one is called so. */
export function readCategory(nodes: readonly NodeRow[], cell: string): Read<NodeRow> {
  const path = cell
    .split(/[/／>›＞]/)
    .map(nameKey)
    .join('/');
  const inUse = nodes.filter((node) => node.active === 1);
  const byPath = inUse.filter((node) => node.path.split('/').map(nameKey).join('/') === path);
  const found = byPath.length > 0 ? byPath : inUse.filter((node) => nameKey(node.name) === path);
  const [node] = found;
  if (found.length > 1) return { fault: `诉求分类“${cell}”有几项，请写全路径，例如“一级 / 二级 / 三级”` };
  return node ? { value: node } : { fault: `诉求分类“${cell}”不存在` };
}

/** "3", "3个工作日", "3 天". */
export function readDays(cell: string): Read<number> {
  const typed = /^(\d{1,3})\s*(个?工作日|天|日|个?办理工作日)?$/.exec(cell.normalize('NFKC').trim());
  const days = Number(typed?.[1] ?? 0);
  return days >= 1 && days <= MOST_DAYS
    ? { value: days }
    : { fault: `办理工作日“${cell}”无法识别，请填 1 至 ${MOST_DAYS} 的整数` };
}
