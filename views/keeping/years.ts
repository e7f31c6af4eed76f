import { dataTable, emptyState, type Html, html, linkButton, pageHead } from '../ui/index.ts';

export type YearsProps = {
  years: readonly number[];
  sub: string;
  sections: readonly {
    title: string;
    rows: readonly { label: string; values: readonly (number | string | null)[] }[];
  }[];
};

/** 历年数字: what is kept of each year, also of cases whose personal data are gone. Numbers open nothing. */
export function yearsView({ years, sub, sections }: YearsProps): Html {
  if (sections.length === 0)
    return html`${pageHead({ title: '历年数字' })}${emptyState({
      title: '还没有汇总数字',
      text: '系统每天凌晨 1 至 6 时汇总一次，夜间不开机的，最迟一天半后在白天汇总。登记的工单汇总后，各年度的数字会列在这里。',
    })}`;
  const columns = [
    { key: 'label', label: '项目' },
    ...years.map((year) => ({ key: String(year), label: `${year} 年`, align: 'end' as const })),
  ];
  const tables = sections.map(({ title, rows }, at) =>
    dataTable({
      caption: title,
      captionVisible: true,
      columns,
      rows: rows.map(({ label, values }) => ({
        cells: { label, ...Object.fromEntries(years.map((year, place) => [year, values[place] ?? '—'])) },
      })),
      foot: at === 0 ? MEANING : null,
    }),
  );
  const download = linkButton({ href: '/years/table.csv', text: '下载表格' });
  return html`${pageHead({ title: '历年数字', sub, actions: download })}<div class="ui-years">${tables}</div>`;
}

const MEANING =
  '各项按工单登记的年份统计，含该年登记、以后办结的工单。按时、超期只计已答复和已联系的，不含不计入考核的工单；按时率为按时的占按时和超期之和的百分比。重办、回访按次数统计。消息按写成的年份统计，系统使用按发生的年份统计。';
