import { attributes, type Html, html } from './html.ts';

export interface NavItem {
  href: string;
  label: string;
  /** "12", "99+"; null or absent while unknown. Its place is kept free so that nothing moves when it arrives. */
  count?: string | null | undefined;
  current: boolean;
  /** Items with the same group stand under one small heading. */
  group?: string | undefined;
  /** The count burns: overdue or urgent things are among them. */
  alert?: boolean | undefined;
}

/**
 * What is inside the navigation. The layout writes it without counts, GET /nav answers with it again, now with counts;
 * htmx morphs it in, so that focus and scroll stay. (On GET /nav the header HX-Current-URL says which item is current.)
 */
export function navigation(items: readonly NavItem[]): Html {
  const groups = Map.groupBy(items, (item) => item.group ?? '');
  return html`${[...groups].map(([group, members]) => section(group, members))}`;
}

function section(group: string, members: readonly NavItem[]): Html {
  const heading = group ? html`<p class="ui-nav-group">${group}</p>` : '';
  return html`${heading}<ul>${members.map(link)}</ul>`;
}

function link(item: NavItem): Html {
  const own = attributes({ href: item.href, 'aria-current': item.current ? 'page' : null });
  const count = attributes({ class: 'ui-count', 'data-tone': item.alert ? 'overdue' : null });
  const number = item.count ? html`${item.count}<span class="visually-hidden"> 件</span>` : '';
  return html`<li><a ${own}><span>${item.label}</span><span ${count}>${number}</span></a></li>`;
}
