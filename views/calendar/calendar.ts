import {
  card,
  csrfField,
  dataTable,
  disclosure,
  errorSummary,
  field,
  formActions,
  type Html,
  html,
  pageHead,
  submitButton,
} from '../ui/index.ts';

export type CalendarProps = {
  years: readonly {
    year: number;
    source: string;
    days: readonly { day: string; kind: keyof typeof KINDS; name: string }[];
  }[];
  csrf: string;
  year: string;
  days: string;
  message: string | null;
  errors: Readonly<Record<string, string>>;
};

const KINDS = {
  holiday: '放假',
  workday: '上班',
  half_morning: '上午上班',
  half_afternoon: '下午上班',
} as const;

/** Which years' holidays are known, and the form for the next one. */
export function calendarView(props: CalendarProps): Html {
  const errors = Object.entries(props.errors).map(([name, text]) => ({ name, text }));
  const form = html`<form method="post" action="/calendar" novalidate>${csrfField(props.csrf)}
${errorSummary(errors, props.message ?? undefined)}
${field({ name: 'year', label: '年份', widget: 'text', inputmode: 'numeric', maxlength: 4, value: props.year, required: true, error: props.errors.year })}
${field({ name: 'days', label: '放假与调休', widget: 'textarea', rows: 10, value: props.days, required: true, error: props.errors.days, help: EXAMPLE })}
${formActions([submitButton({ text: '录入这一年', tone: 'primary', confirm: `录入后不能在本页修改。确认已按国务院办公厅公布的放假安排核对无误？` })])}</form>`;
  return html`${pageHead({ title: '工作日历', sub: '办理时限按工作日计算。跨入没有录入的年份的时限不能计算，相关操作会提示先录入。' })}
${props.years.map((each) => disclosure(`${each.year} 年（${each.source}，${each.days.length} 天特别安排）`, yearTable(each)))}
${card('录入新的一年', form)}`;
}

const EXAMPLE =
  '每行一天或一段，周末不用写。例如：“2027-02-06 至 2027-02-12 假 春节”，“2027-02-20 班 春节”。“假”为放假，“班”为周末调休上班，“上午”“下午”为只上半天班。';

function yearTable(year: CalendarProps['years'][number]): Html {
  return dataTable({
    caption: `${year.year} 年放假与调休`,
    columns: [
      { key: 'day', label: '日期' },
      { key: 'kind', label: '安排' },
      { key: 'name', label: '名称' },
    ],
    rows: year.days.map((each) => ({ cells: { day: each.day, kind: KINDS[each.kind], name: each.name } })),
  });
}
