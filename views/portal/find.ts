import {
  failureNote,
  field,
  formActions,
  type Html,
  html,
  type ShownFailure,
  submitButton,
} from '../ui/index.ts';
import { helpLine } from './rating.ts';

/** Q-L1: where a citizen without the link from the SMS follows the request. */
export function findView(props: { number: string; failure: ShownFailure; hotline: string }): Html {
  const { failure } = props;
  const number = field({
    name: 'number',
    label: '工单号',
    widget: 'text',
    value: props.number,
    required: true,
    maxlength: 60,
    help: '例如 20261123-0001，写在受理短信里。',
    error: failure?.fields.number,
  });
  const code = field({
    name: 'code',
    label: '查询码',
    widget: 'text',
    required: true,
    maxlength: 60,
    help: '受理短信中的 6 位数字。',
    error: failure?.fields.code,
    attrs: { inputmode: 'numeric' },
  });
  return html`${failureNote(failure)}<form method="post" action="/r" novalidate>${number}${code}${formActions([submitButton({ text: '查询', tone: 'primary' })])}</form>${helpLine(props.hotline)}`;
}
