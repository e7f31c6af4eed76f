import {
  attributes,
  type Content,
  emptyState,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  scriptButton,
  tabs,
} from '../ui/index.ts';
import { type CellKind, legend, markOf, wordsOf } from './kinds.ts';

export type MonthProps = {
  name: string;
  workdays: number;
  /** Empty cells before the first day; the week begins on Monday. */
  blanks: number;
  days: readonly { day: string; date: number; kind: CellKind; name: string | null; today: boolean }[];
  notes: readonly { when: string; kind: CellKind; what: string }[];
};

export type YearProps = {
  year: number;
  years: readonly number[];
  /** The first year after them that is not there yet. */
  next: number;
  /** Null while the year is not there. */
  source: { text: string; loaded: string; unlike: number | null } | null;
  months: readonly MonthProps[];
};

/** A year at a glance; each day opens the form that changes it. */
export function yearView(props: YearProps): Html {
  const { year, source } = props;
  return html`${pageHead({
    title: `${year} 年工作日历`,
    sub: '办理时限按工作日计算。点某一天可以更改这一天的安排。',
    actions: source ? actions(year) : null,
  })}
${tabs(yearTabs(props), '年份')}
${source ? wholeYear(props, source) : missing(year)}`;
}

function actions(year: number): Html {
  return html`${linkButton({ href: `/calendar/years?year=${year}`, text: '更正这一年' })}${linkButton({ href: `/calendar/days.csv?year=${year}`, text: '下载表格', icon: 'download' })}${scriptButton({ text: '打印', icon: 'printer', attrs: { 'data-print': true } })}`;
}

function yearTabs({ year, years, next }: YearProps) {
  const shown = [...new Set([...years, next, year])].sort((a, b) => a - b);
  return shown.map((each) => ({
    href: `/calendar?year=${each}`,
    text: years.includes(each) ? `${each} 年` : `${each} 年（未录入）`,
    current: each === year,
  }));
}

function missing(year: number): Html {
  return emptyState({
    title: `${year} 年的工作日历还没有录入`,
    text: '录入之前，跨入这一年的时限不能计算，相关派单会被拒绝并提示原因，不会算错。录入后，等待中的时限自动开始计算。',
    action: linkButton({ href: `/calendar/years?year=${year}`, text: `录入 ${year} 年`, tone: 'primary' }),
  });
}

function wholeYear({ months, year }: YearProps, source: NonNullable<YearProps['source']>): Html {
  const workdays = months.reduce((sum, month) => sum + month.workdays, 0);
  const unlike = source.unlike
    ? note(
        'info',
        `与程序自带的国务院办公厅放假安排相比，有 ${source.unlike} 天不同。如非本地另有规定，请核对。`,
      )
    : '';
  return html`<p class="cal-source">来源：${source.text}，${source.loaded} 录入。全年工作日 ${workdays} 天。</p>${unlike}
${legend()}
<div class="cal-year" aria-label="${year} 年各月">${months.map(monthTable)}</div>`;
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

function monthTable(month: MonthProps): Html {
  const head = WEEKDAYS.map((name) => html`<th scope="col" abbr="星期${name}">${name}</th>`);
  const blanks: Html[] = Array.from({ length: month.blanks }, () => html`<td></td>`);
  const cells = [...blanks, ...month.days.map(dayCell)];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => {
    const own = cells.slice(week * 7, week * 7 + 7);
    const rest = Array.from({ length: 7 - own.length }, () => html`<td></td>`);
    return html`<tr>${own}${rest}</tr>`;
  });
  const notes = month.notes.map(
    ({ when, kind, what }) => html`<li data-kind="${kind}"><span>${when}</span> ${what}</li>`,
  );
  return html`<section class="cal-month"><table><caption><strong>${month.name}</strong> <span>${month.workdays} 个工作日</span></caption><thead><tr>${head}</tr></thead><tbody>${weeks}</tbody></table>${notes.length > 0 ? html`<ul class="cal-notes">${notes}</ul>` : ''}</section>`;
}

function dayCell({ day, date, kind, name, today }: MonthProps['days'][number]): Html {
  const words = [name, wordsOf(kind), today ? '今天' : ''].filter(Boolean).join('，');
  const own = attributes({
    href: `/calendar/days/${day}`,
    title: words || null,
    'aria-current': today ? 'date' : null,
  });
  const mark: Content = markOf(kind)
    ? html`<span class="cal-mark" aria-hidden="true">${markOf(kind)}</span>`
    : '';
  const spoken = words ? html`<span class="visually-hidden">，${words}</span>` : '';
  return html`<td data-kind="${kind}"><a ${own}><span>${date}</span>${mark}${spoken}</a></td>`;
}
