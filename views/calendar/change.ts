import {
  attributes,
  card,
  csrfField,
  dataTable,
  disclosure,
  field,
  figures,
  formActions,
  type Html,
  hiddenField,
  html,
  linkButton,
  note,
  pageHead,
  postButton,
  renewedFrom,
  submitButton,
} from '../ui/index.ts';

/** A change of the calendar on its way: being reckoned, waiting for the confirmation, being written, done. */
export type ChangeProps = {
  csrf: string;
  key: string;
  title: string;
  year: string;
  state:
    | { is: 'going_on'; words: string; done: number; total: number }
    | { is: 'previewed'; forecast: ForecastProps; again: boolean }
    | { is: 'done'; moved: number; starting: number; cases: number }
    | { is: 'failed'; message: string };
};

export type ForecastProps = {
  open: number;
  moved: number;
  cases: number;
  starting: number;
  beyond: readonly { year: number; count: number }[];
  days: readonly { day: string; from: string; to: string }[];
  rows: readonly { number: string; clock: string; agency: string; from: string; to: string }[];
  print: { calendar: string; clocks: string };
};

export function changeView(props: ChangeProps): Html {
  return html`${pageHead({ title: props.title, back: { href: `/calendar?year=${props.year}`, text: '工作日历' } })}
${changeBody(props)}`;
}

/** The part that renews itself every second while something goes on; without JavaScript a link does. */
export function changeBody(props: ChangeProps): Html {
  const going = props.state.is === 'going_on';
  const renewal = going ? renewedFrom(`/calendar/changes/${props.key}/progress`) : {};
  return html`<div ${attributes({ id: 'calendar-change', ...renewal })}>${stateOf(props)}</div>`;
}

function stateOf(props: ChangeProps): Html {
  const { state } = props;
  switch (state.is) {
    case 'going_on':
      return goingOn(props, state);
    case 'previewed':
      return preview(props, state.forecast, state.again);
    case 'done':
      return done(props, state);
    case 'failed':
      return html`${note('error', state.message)}<div class="ui-actions">${linkButton({ href: `/calendar/changes/${props.key}?again=1`, text: '重新预览', tone: 'primary' })}${discardButton(props)}</div>`;
  }
}

function goingOn({ key }: ChangeProps, state: { words: string; done: number; total: number }): Html {
  const share = state.total === 0 ? null : state.done;
  const bar = attributes({
    class: 'w-100',
    max: Math.max(1, state.total),
    value: share,
    'aria-label': '进度',
  });
  return html`${card(
    state.words,
    html`<p><progress ${bar}></progress></p><p>${state.total === 0 ? '正在准备' : `已处理 ${state.done} / ${state.total}`}</p>
<p class="ui-muted">可以离开此页，不影响计算。<a href="/calendar/changes/${key}">刷新进度</a></p>`,
  )}`;
}

function preview(props: ChangeProps, forecast: ForecastProps, again: boolean): Html {
  return html`${again ? note('warn', '预览之后日历或时限有变动，还没有写入任何内容。下面是按现在情况重新计算的结果，请再次确认。') : ''}
${forecast.beyond.map(({ year, count }) => note('error', `有 ${count} 个时限将跨入 ${year} 年，而 ${year} 年的工作日历还没有录入，不能这样更改。请先录入 ${year} 年，再回到这里。`))}
${figures([
  { label: '正在计时', value: String(forecast.open), detail: '个时限' },
  {
    label: '将变更',
    value: String(forecast.moved),
    detail: '个时限',
    tone: forecast.moved > 0 ? 'due' : 'neutral',
  },
  {
    label: '将开始计时',
    value: String(forecast.starting),
    detail: '个时限',
    tone: forecast.starting > 0 ? 'new' : 'neutral',
  },
  { label: '涉及工单', value: String(forecast.cases), detail: '件' },
])}
${forecast.beyond.length > 0 ? html`<div class="ui-actions">${discardButton(props)}</div>` : confirmForm(props, forecast, again)}
<div class="mt-3">${movedTable(forecast)}${daysTable(forecast.days)}</div>`;
}

function confirmForm(
  props: ChangeProps,
  { moved, starting, cases, print }: ForecastProps,
  again: boolean,
): Html {
  const words =
    moved + starting > 0
      ? `确认后，日历与这些时限同时生效，${cases} 件工单的办理过程中各记一条说明，承办单位可以看到新旧时限。`
      : '没有时限受影响，确认后日历生效。';
  const nothingYet = '确认之前没有写入任何内容。';
  const onward = again
    ? field({
        name: 'onward',
        label: '预览之后新增或办结的工单一并按新日历计算，不再重新预览',
        widget: 'checkbox',
        value: '1',
      })
    : '';
  return html`<form method="post" action="/calendar/changes/${props.key}">${csrfField(props.csrf)}${hiddenField('calendar', print.calendar)}${hiddenField('clocks', print.clocks)}
<p>${nothingYet}${words}</p>${onward}
${formActions([
  submitButton({
    text: moved + starting > 0 ? `确认更改，变更 ${moved} 个时限` : '确认更改',
    tone: 'primary',
  }),
  submitButton({
    text: '放弃',
    tone: 'quiet',
    formaction: `/calendar/changes/${props.key}/discard`,
    novalidate: true,
  }),
])}</form>`;
}

function movedTable({ rows, moved }: ForecastProps): Html {
  if (rows.length === 0) return html``;
  const table = dataTable({
    caption: '将变更的时限',
    columns: [
      { key: 'number', label: '工单编号' },
      { key: 'clock', label: '时限' },
      { key: 'agency', label: '承办单位' },
      { key: 'from', label: '原截止' },
      { key: 'to', label: '新截止' },
    ],
    rows: rows.map((row) => ({
      cells: {
        ...row,
        number: unbroken(row.number),
        clock: unbroken(row.clock),
        from: unbroken(row.from),
        to: unbroken(row.to),
      },
    })),
    foot: moved > rows.length ? `这里列出最先到期的 ${rows.length} 个，共 ${moved} 个。` : null,
  });
  return card('将变更的时限', table);
}

function unbroken(text: string): Html {
  return html`<span class="cal-unbroken">${text}</span>`;
}

function daysTable(days: ForecastProps['days']): Html {
  if (days.length === 0) return html``;
  const table = dataTable({
    caption: '日历的改动',
    columns: [
      { key: 'day', label: '日期' },
      { key: 'from', label: '原安排' },
      { key: 'to', label: '新安排' },
    ],
    rows: days.map((day) => ({ cells: day })),
  });
  return disclosure(`日历的改动（${days.length} 天）`, table, days.length <= 10);
}

function done(
  { year }: ChangeProps,
  { moved, starting, cases }: { moved: number; starting: number; cases: number },
): Html {
  const words =
    moved + starting > 0
      ? `工作日历已更改，变更 ${moved} 个时限，开始计时 ${starting} 个，涉及 ${cases} 件工单。`
      : '工作日历已更改，没有时限受影响。';
  return html`${note('ok', words)}<div class="ui-actions">${linkButton({ href: `/calendar?year=${year}`, text: '查看日历', tone: 'primary' })}</div>`;
}

function discardButton({ key, csrf }: ChangeProps): Html {
  return postButton({ action: `/calendar/changes/${key}/discard`, csrf, text: '放弃', tone: 'quiet' });
}
