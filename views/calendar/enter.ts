import { tableField } from '../lists/table-field.ts';
import {
  card,
  csrfField,
  errorSummary,
  field,
  fieldErrors,
  formActions,
  type Html,
  html,
  linkButton,
  pageHead,
  submitButton,
} from '../ui/index.ts';

export type EnterProps = {
  csrf: string;
  year: number;
  isNew: boolean;
  /** Days in the list that the program brings along; null where it has none for the year. */
  published: { days: number; unlike: number | null } | null;
  /** The list line by line. */
  text: string;
  message: string | null;
  errors: Readonly<Record<string, string>>;
};

/** Three ways to a year's list: the one that came with the program, a table, line by line. Each leads to a preview. */
export function enterView(props: EnterProps): Html {
  const { year, isNew } = props;
  const errors = fieldErrors(props.errors);
  return html`${pageHead({
    title: `${isNew ? '录入' : '更正'} ${year} 年工作日历`,
    sub: '无论哪种方式，都先预览对现有时限的影响，确认后才会写入。',
    back: { href: `/calendar?year=${year}`, text: '工作日历' },
  })}
${errorSummary(errors.length > 0 || !props.message ? errors : [{ name: null, text: props.message }], '没有读取成功，日历没有改动')}
<div class="cal-enter">${card('采用国务院办公厅放假安排', publishedWay(props))}
${card('从表格导入', tableWay(props))}
${card('逐行填写', typedWay(props))}</div>`;
}

function publishedWay({ csrf, year, published }: EnterProps): Html {
  if (!published)
    return html`<p>程序自带的资料中还没有 ${year} 年的放假安排。国务院办公厅一般在上一年 10 月至 11 月公布，公布后可以：</p>
<ul class="ps-3"><li>升级程序。新版程序会带上这一年的安排，启动时自动录入；</li><li>不等升级，按公布的通知用下面任一种方式录入。</li></ul>`;
  const unlike =
    published.unlike === null
      ? ''
      : published.unlike === 0
        ? '现有日历与它一致。'
        : `现有日历有 ${published.unlike} 天与它不同，采用后以它为准。`;
  return html`<p>程序自带 ${year} 年的放假安排，共 ${published.days} 天特别安排。${unlike}</p>
<form method="post" action="/calendar/published">${csrfField(csrf)}${yearField(year)}${formActions([submitButton({ text: '采用并预览', tone: 'primary' })])}</form>`;
}

function tableWay({ csrf, year, errors }: EnterProps): Html {
  return html`<form method="post" action="/calendar/csv" enctype="multipart/form-data">${csrfField(csrf)}${yearField(year)}
${tableField({
  label: '放假与调休表',
  error: errors.file,
  help: '三列：日期、安排、名称，每行一天，周末不用写。安排填放假、调休上班、上午上班或下午上班。Excel、WPS 另存的 CSV 均可。',
})}
${formActions([submitButton({ text: '上传并预览' }), linkButton({ href: `/calendar/days.csv?year=${year}`, text: '下载模板', tone: 'quiet', icon: 'download' })])}</form>`;
}

function typedWay(props: EnterProps): Html {
  return html`<form method="post" action="/calendar" novalidate>${csrfField(props.csrf)}${yearField(props.year)}
${field({ name: 'days', label: '放假与调休', widget: 'textarea', rows: 12, value: props.text, required: true, error: props.errors.days, help: example(props.year) })}
${formActions([submitButton({ text: '预览' })])}</form>`;
}

function yearField(year: number): Html {
  return html`<input type="hidden" name="year" value="${String(year)}">`;
}

function example(year: number): string {
  return `每行一天或一段，周末不用写。例如：“${year}-02-06 至 ${year}-02-12 假 春节”，“${year}-02-20 班 春节”。“假”为放假，“班”为周末调休上班，“上午”“下午”为只上半天班。`;
}
