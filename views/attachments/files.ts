import { attributes, field, type Html, html, submitButton, type Thumbnail } from '../ui/index.ts';

/** One stored file as the pages show it; on paper ("820 KB", "2026-11-21 14:05") nothing is told from today. */
export type FileItem = Thumbnail & { id: number; size: string; uploaded: string };

export type DraftFilesProps = {
  key: string;
  /** The draft's form, and the page to return to without JavaScript. */
  form: string;
  back: string;
  files: readonly FileItem[];
  error?: string | null | undefined;
};

/**
 * The attachments of a form that is being typed: chosen files go up at once (htmx), or with the form itself. Stands
 * inside the form, which is multipart/form-data; every answer of the upload replaces it.
 */
export function draftFiles(props: DraftFilesProps): Html {
  const query = `form=${encodeURIComponent(props.form)}&back=${encodeURIComponent(props.back)}`;
  const upload = field({
    name: 'files',
    label: '附件（每个不超过 20 MB）',
    widget: 'file',
    multiple: true,
    maxMb: 20,
    accept: ACCEPTED,
    error: props.error,
  });
  const list = props.files.map((file) => {
    const picture = file.src
      ? html`<img src="${file.src}" alt="" width="48" height="36" decoding="async">`
      : '';
    const remove = submitButton({
      text: '移除',
      tone: 'quiet',
      small: true,
      novalidate: true,
      confirm: `移除附件“${file.name}”？`,
      formaction: `/drafts/${props.key}/files/${file.id}/remove?${query}`,
    });
    const name = file.href
      ? html`<a href="${file.href}" target="_blank" rel="noopener">${file.name}</a>`
      : file.name;
    return html`<li>${picture}<span>${name} ${file.detail}</span>${remove}</li>`;
  });
  // The place sends, not the field in it: it stays in the page, so that the form's buttons do not wait for it.
  const place = attributes({
    id: 'draft-files',
    'hx-post': `/drafts/${props.key}/files?${query}`,
    'hx-trigger': 'change',
    'hx-encoding': 'multipart/form-data',
    'hx-swap': 'outerHTML',
    'hx-status:403': 'swap:none',
    'hx-status:404': 'swap:none',
    'hx-status:413': 'swap:none',
    'hx-status:5xx': 'swap:none',
  });
  return html`<div ${place}>${upload}${list.length > 0 ? html`<ul class="ui-files" aria-label="已上传的附件">${list}</ul>` : ''}</div>`;
}

/** Camera and album on a phone; documents that agencies send. */
const ACCEPTED = 'image/*,video/*,audio/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.zip';
