import {
  card,
  consequence,
  csrfField,
  formActions,
  type Html,
  hiddenField,
  html,
  note,
  pageHead,
  submitButton,
} from '../ui/index.ts';
import { exampleLines } from './subject.ts';

export type PreviewProps = {
  title: string;
  action: string;
  csrf: string;
  /** What was typed, carried on to the confirmation. */
  carried: readonly (readonly [name: string, value: string])[];
  changes: readonly string[];
  from: string;
  /** What that means for the cases that are there already. */
  meaning: string;
  /** '' where none was given. */
  reason: string;
  /** What else whoever confirms should know. */
  warnings: readonly string[];
  before: readonly string[];
  after: readonly string[];
};

/** What will change and from when, before it is confirmed. */
export function policyPreview(props: PreviewProps): Html {
  const head = pageHead({
    title: `预览：${props.title}`,
    sub: '尚未施行，请核对后确认。',
    back: { href: props.action, text: props.title },
  });
  const changes = html`<ul class="policy-changes">${props.changes.map((change) => html`<li>${change}</li>`)}</ul>`;
  const examples = html`<div class="policy-examples">${example('改动前', props.before)}${example('改动后', props.after)}</div>`;
  const hidden = props.carried.map(([name, value]) => hiddenField(name, value));
  const form = html`<form method="post" action="${props.action}/confirm">${csrfField(props.csrf)}${hidden}
${consequence(`${props.from}。${props.meaning}`)}
${formActions([submitButton({ text: '确认施行', tone: 'primary', key: 'Ctrl+Enter' }), submitButton({ text: '返回修改', name: 'do', value: 'edit', formaction: props.action })])}</form>`;
  return html`${head}${props.warnings.map((text) => note('warn', text))}${card('改动', html`${changes}${props.reason ? html`<p>修改原因：${props.reason}</p>` : ''}`)}${props.before.length + props.after.length > 0 ? card('示例', examples) : ''}${form}`;
}

function example(title: string, lines: readonly string[]): Html {
  if (lines.length === 0) return html``;
  return html`<section><h3>${title}</h3>${exampleLines(lines)}</section>`;
}
