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

export type DayProps = {
  csrf: string;
  day: string;
  /** 2026 年 12 月 25 日，星期五 */
  title: string;
  /** How it stands now. */
  now: string;
  options: readonly { value: string; text: string }[];
  kind: string;
  name: string;
  message: string | null;
  errors: Readonly<Record<string, string>>;
};

/** One day: what it shall be, and why. */
export function dayView(props: DayProps): Html {
  const errors = fieldErrors(props.errors);
  const year = props.day.slice(0, 4);
  return html`${pageHead({ title: props.title, sub: `现在：${props.now}`, back: { href: `/calendar?year=${year}`, text: `${year} 年工作日历` } })}
${card(
  '更改这一天',
  html`<form method="post" action="/calendar/days/${props.day}" novalidate>${csrfField(props.csrf)}
${errorSummary(errors.length > 0 || !props.message ? errors : [{ name: null, text: props.message }])}
${field({ name: 'kind', label: '改为', widget: 'radio', options: props.options, value: props.kind, required: true, error: props.errors.kind })}
${field({ name: 'name', label: '名称或原因', widget: 'text', maxlength: 50, value: props.name, required: true, error: props.errors.name, help: '例如“防汛停工”“县庆放假”。承办单位会在工单的办理过程中看到。' })}
${formActions([submitButton({ text: '预览', tone: 'primary' }), linkButton({ href: `/calendar?year=${year}`, text: '返回', tone: 'quiet' })])}</form>`,
)}`;
}
