import { attributes, type Content, classes, type Html, html } from './html.ts';
import { icon } from './icons.ts';

export interface Column {
  key: string;
  label: string;
  /** Address that sorts by this column; `sorted` says which way it is sorted now. */
  sort?: string | null | undefined;
  sorted?: 'ascending' | 'descending' | null | undefined;
  align?: 'start' | 'end' | 'center' | undefined;
  /** Takes the room that is left and is cut with an ellipsis: the headline. Default: the `link` column. */
  grow?: boolean | undefined;
  /** Left out where there is little room (below 1280 px, and on the phone). */
  minor?: boolean | undefined;
}

export interface Row {
  href: string;
  /** By column key. What is missing is an empty cell. */
  cells: Readonly<Record<string, Content | null | undefined>>;
  urgent?: boolean | undefined;
  /** Address of a fragment shown beside the table on hover or focus. */
  preview?: string | null | undefined;
}

export interface QueueProps {
  caption: string;
  columns: readonly Column[];
  rows: readonly Row[];
  empty: Html;
  /** Column whose cell becomes the row's link; default 'headline', else the first. */
  link?: string | undefined;
}

/** A queue: one row one line, j k Enter, preview beside it, cards on a phone. */
export function queueTable(props: QueueProps): Html {
  if (props.rows.length === 0) return props.empty;
  const link =
    props.link ?? (props.columns.find((column) => column.key === 'headline') ?? props.columns[0])?.key ?? '';
  const withPreview = props.rows.some((row) => row.preview);
  const body = props.rows.map((row) => queueRow(row, props.columns, link));
  const table = html`<div class="ui-queue-scroll"><table class="table ui-queue" role="table" data-queue><caption class="visually-hidden">${props.caption}</caption><thead role="rowgroup"><tr role="row">${props.columns.map((column) => headCell(column, link))}</tr></thead><tbody role="rowgroup">${body}</tbody></table></div>`;
  return withPreview ? html`<div class="ui-queue-with-preview">${table}${previewPane()}</div>` : table;
}

/** The place beside a queue where queue.js shows a row's preview. */
function previewPane(): Html {
  return html`<aside class="ui-preview" aria-label="工单预览"><div class="ui-preview-head"><span>预览</span><button type="button" class="btn ui-quiet btn-sm ui-needs-js" data-preview-toggle>收起</button></div><div id="preview" class="ui-preview-body"><p class="ui-muted">移到某一行，或用 <kbd class="ui-key">J</kbd> <kbd class="ui-key">K</kbd> 键选中，即可在此预览。按 <kbd class="ui-key">Enter</kbd> 打开。</p></div></aside>`;
}

function cellClass(column: Column, link: string): string {
  return classes(
    (column.grow ?? column.key === link) && 'ui-grow',
    column.align && column.align !== 'start' && `ui-${column.align}`,
    column.minor && 'ui-minor',
  );
}

function headCell(column: Column, link: string): Html {
  const own = attributes({
    class: cellClass(column, link) || null,
    scope: 'col',
    role: 'columnheader',
    'aria-sort': column.sorted ?? null,
  });
  const words = column.label || html`<span class="visually-hidden">标记</span>`;
  if (!column.sort) return html`<th ${own}>${words}</th>`;
  const arrow = column.sorted
    ? html`<span class="ui-sort" aria-hidden="true">${column.sorted === 'ascending' ? '↑' : '↓'}</span>`
    : '';
  return html`<th ${own}><a href="${column.sort}">${words}${arrow}</a></th>`;
}

function queueRow(row: Row, columns: readonly Column[], link: string): Html {
  const own = attributes({
    role: 'row',
    class: row.urgent ? 'ui-urgent' : null,
    'data-href': row.href,
    'data-preview': row.preview,
  });
  const cells = columns.map((column) => {
    const content = row.cells[column.key] ?? '';
    const cell = attributes({
      role: 'cell',
      class: cellClass(column, link) || null,
      'data-label': column.label || null,
    });
    const shown =
      column.key === link ? html`<a class="ui-row-link" href="${row.href}">${content}</a>` : content;
    return html`<td ${cell}>${shown}</td>`;
  });
  return html`<tr ${own}>${cells}</tr>`;
}

export interface DataTableProps {
  caption: string;
  /** Shown above the table; otherwise for screen readers only. */
  captionVisible?: boolean | undefined;
  columns: readonly Column[];
  rows: readonly { cells: Readonly<Record<string, Content | number | null | undefined>>; strong?: boolean }[];
  /** On a phone each row is a card: for rows that are read one by one, not figures that are compared. */
  cards?: boolean | undefined;
  /** Definitions of the figures, printed beneath. */
  foot?: Content | null | undefined;
  empty?: Html | undefined;
}

/** A plain table of figures or settings: scrolls sideways on a phone, prints, copies into a spreadsheet. */
export function dataTable(props: DataTableProps): Html {
  if (props.rows.length === 0 && props.empty) return props.empty;
  const [first] = props.columns;
  // Drawn as cards, a table is no table to a screen reader unless it says so.
  const role = (name: string) => attributes({ role: props.cards ? name : null });
  const head = props.columns.map((column) => headCell({ ...column, grow: column.grow ?? false }, ''));
  const body = props.rows.map((row) => {
    const cells = props.columns.map((column) => {
      const own = attributes({
        class: cellClass({ ...column, grow: column.grow ?? false }, '') || null,
        ...(props.cards ? { 'data-label': column.label || null } : {}),
      });
      const content = row.cells[column.key] ?? '';
      return column === first
        ? html`<th scope="row" ${own} ${role('rowheader')}>${content}</th>`
        : html`<td ${own} ${role('cell')}>${content}</td>`;
    });
    return html`<tr class="${row.strong ? 'ui-total' : ''}" ${role('row')}>${cells}</tr>`;
  });
  const caption = html`<caption class="${props.captionVisible ? 'ui-caption' : 'visually-hidden'}">${props.caption}</caption>`;
  const foot = props.foot ? html`<p class="ui-table-foot">${props.foot}</p>` : '';
  return html`<div class="ui-table-scroll" tabindex="0" role="region" aria-label="${props.caption}"><table class="${classes('table ui-data', props.cards && 'ui-data-cards')}" ${role('table')}>${caption}<thead ${role('rowgroup')}><tr ${role('row')}>${head}</tr></thead><tbody ${role('rowgroup')}>${body}</tbody></table></div>${foot}`;
}

/** Steps through a long list. `countText` says where one is: 第 1-50 件，共 1000+ 件. */
export function pager(props: {
  prevHref?: string | null | undefined;
  nextHref?: string | null | undefined;
  countText: string;
  prevText?: string | undefined;
  nextText?: string | undefined;
}): Html {
  const step = (href: string | null | undefined, rel: 'prev' | 'next') => {
    const words =
      rel === 'prev'
        ? html`${icon('left')}<span>${props.prevText ?? '上一页'}</span>`
        : html`<span>${props.nextText ?? '下一页'}</span>${icon('right')}`;
    return href
      ? html`<a class="btn btn-sm" rel="${rel}" href="${href}">${words}</a>`
      : html`<span class="btn btn-sm disabled" aria-disabled="true">${words}</span>`;
  };
  const steps =
    props.prevHref || props.nextHref
      ? html`<span class="ui-pager-steps">${step(props.prevHref, 'prev')}${step(props.nextHref, 'next')}</span>`
      : '';
  return html`<nav class="ui-pager" aria-label="翻页"><span class="ui-muted">${props.countText}</span>${steps}</nav>`;
}

/** An empty page says what will appear here and the way to make the first one. */
export function emptyState(props: { title: string; text: Content; action?: Html | null | undefined }): Html {
  return html`<div class="ui-empty"><p class="ui-empty-title">${props.title}</p><p>${props.text}</p>${props.action ?? ''}</div>`;
}
