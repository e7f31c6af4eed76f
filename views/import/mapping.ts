import {
  card,
  csrfField,
  errorSummary,
  type FormError,
  field,
  fieldId,
  fieldRow,
  formActions,
  type Html,
  html,
  type Option,
  pageHead,
  submitButton,
} from '../ui/index.ts';

export type MappingPage = {
  token: string;
  csrf: string;
  fileName: string;
  columns: readonly { name: string; samples: readonly string[]; chosen: string }[];
  fields: readonly Option[];
  kinds: readonly Option[];
  channels: readonly Option[];
  source: string;
  kind: string;
  channel: string;
  message: string | null;
  errors: Readonly<Record<string, string>>;
};

/** What each column holds, with a few of its values; then the check. */
export function mappingPage(props: MappingPage): Html {
  return html`${pageHead({
    title: '核对各列的含义',
    sub: html`文件：${props.fileName}。已按列名预填，请对照示例核对。`,
    back: { href: '/import', text: '导入工单' },
  })}
<form method="post" action="/import/files/${props.token}">${csrfField(props.csrf)}
${errorSummary(errorsOf(props))}
${card('列的对应关系', columnsTable(props))}
${card('其他选择', otherChoices(props))}
${formActions([submitButton({ text: '检查', tone: 'primary' }), discard(props)], '检查不写入任何工单，完成后再决定是否导入。')}</form>`;
}

function discard({ token }: MappingPage): Html {
  return submitButton({
    text: '放弃并删除文件',
    formaction: `/import/files/${token}/discard`,
    novalidate: true,
  });
}

function errorsOf(props: MappingPage): FormError[] {
  const fields = Object.entries(props.errors);
  if (fields.length === 0) return props.message ? [{ name: null, text: props.message }] : [];
  return fields.map(([name, text]) => ({ name: name === 'columns' ? 'column0' : name, text }));
}

function columnsTable(props: MappingPage): Html {
  const rows = props.columns.map((column, at) => {
    const name = `column${at}`;
    const label = column.name || `第 ${at + 1} 列`;
    const select = field({
      name,
      label: `“${label}”是`,
      widget: 'select',
      layout: 'bare',
      placeholder: '不导入',
      options: props.fields,
      value: column.chosen,
      error: props.errors[name] ?? null,
      // As wide as its longest choice: in a table on a phone it would shrink to one character.
      attrs: { class: props.errors[name] ? 'form-select w-auto is-invalid' : 'form-select w-auto' },
    });
    const samples =
      column.samples.length > 0 ? column.samples.map((text) => html`<div>${text}</div>`) : '（前几行为空）';
    return html`<tr><th scope="row"><label for="${fieldId(name)}">${label}</label></th><td>${select}</td><td class="ui-muted text-nowrap">${samples}</td></tr>`;
  });
  const missing = props.errors.columns ? html`<p class="ui-error">${props.errors.columns}</p>` : '';
  return html`${missing}<div class="ui-table-scroll" tabindex="0" role="region" aria-label="列的对应关系"><table class="table ui-data"><thead><tr><th scope="col">文件中的列</th><th scope="col">含义</th><th scope="col">示例</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function otherChoices(props: MappingPage): Html {
  return html`${field({
    name: 'source',
    label: '来源名称',
    widget: 'text',
    value: props.source,
    required: true,
    maxlength: 60,
    help: '说明这批工单从哪里来。同一来源的同一编号只导入一次；不同批次编号会重复的，请用不同的来源名称。',
    error: props.errors.source ?? null,
  })}
${fieldRow([
  field({
    name: 'kind',
    label: '未写明类型的按',
    widget: 'select',
    placeholder: null,
    options: props.kinds,
    value: props.kind,
    error: props.errors.kind ?? null,
  }),
  field({
    name: 'channel',
    label: '未写明渠道的按',
    widget: 'select',
    placeholder: null,
    options: props.channels,
    value: props.channel,
    error: props.errors.channel ?? null,
  }),
])}`;
}
