import {
  csrfField,
  formActions,
  type Html,
  html,
  linkButton,
  pageHead,
  prose,
  submitButton,
  timeTag,
} from '../ui/index.ts';

/** Asks before a draft is thrown away, showing what would be lost. */
export function discardView(props: {
  key: string;
  csrf: string;
  text: string;
  saved: { at: number; text: string; exact: string };
  back: string;
}): Html {
  const { at, text, exact } = props.saved;
  return html`${pageHead({ title: '丢弃草稿', sub: html`最后保存于 ${timeTag(at, text, exact)}` })}
${prose(props.text)}
<p>丢弃后，这份草稿和其中已上传的附件不能恢复。</p>
<form method="post" action="/drafts/${props.key}/discard">${csrfField(props.csrf)}${formActions([
    submitButton({ text: '丢弃草稿', tone: 'danger' }),
    linkButton({ text: '返回继续填写', href: props.back }),
  ])}</form>`;
}
