import { tableField } from '../lists/table-field.ts';
import {
  card,
  csrfField,
  dataTable,
  errorSummary,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  submitButton,
} from '../ui/index.ts';
import type { TreeWords } from './list.ts';

export function treeImportView(props: { csrf: string; words: TreeWords; error: string | null }): Html {
  const { words, error } = props;
  const head = pageHead({
    title: `批量导入${words.title}`,
    sub: '表头为“一级,二级,三级”，一行一项',
    back: { href: words.href, text: words.title },
    actions: linkButton({ href: `${words.href}/import/template.csv`, text: '下载模板', icon: 'download' }),
  });
  const form = html`<form method="post" action="${words.href}/import" enctype="multipart/form-data">${csrfField(props.csrf)}
${errorSummary(error ? [{ name: 'file', text: error }] : [], '文件没有读取成功')}
${tableField({
  label: `${words.title}清单`,
  error,
  help: 'CSV 文件，Excel、WPS 另存的均可，不超过 2 MB。已有的不会重复，停用的会重新启用，现有内容不会删除。',
})}
${formActions([submitButton({ text: '导入', tone: 'primary' }), linkButton({ href: words.href, text: '返回', tone: 'quiet' })])}</form>`;
  return html`${head}${card(null, form)}`;
}

/** After an import of which some lines could not be taken. */
export function treeImportResultView(props: {
  words: TreeWords;
  summary: string;
  refused: readonly { line: number; message: string }[];
  problems: readonly string[];
}): Html {
  const { words } = props;
  const head = pageHead({
    title: '导入结果',
    sub: props.summary,
    back: { href: words.href, text: words.title },
  });
  const odd = props.problems.map((text) => html`<li>${text}</li>`);
  const table = dataTable({
    caption: '未导入的行',
    columns: [
      { key: 'line', label: '行号', align: 'end' },
      { key: 'why', label: '原因', grow: true },
    ],
    rows: props.refused.map(({ line, message }) => ({ cells: { line, why: message } })),
  });
  const again = linkButton({ href: `${words.href}/import`, text: '改好后再次导入' });
  return html`${head}${odd.length > 0 ? note('warn', html`<ul class="ps-3 mb-0">${odd}</ul>`) : ''}
${props.refused.length > 0 ? card(`未导入的行（${props.refused.length}）`, table) : ''}
${formActions([linkButton({ href: words.href, text: `查看${words.title}`, tone: 'primary' }), again])}`;
}
