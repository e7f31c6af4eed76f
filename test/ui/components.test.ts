import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attributes,
  clockBar,
  errorSummary,
  field,
  flags,
  html,
  navigation,
  optionTags,
  primaryAndMore,
  queueTable,
  submitButton,
} from '../../views/ui/index.ts';
import { everyComponent } from './gallery.ts';
import { elementsOf, find, textOf } from './parsing.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;</textarea></title>`;

for (const [name, markup] of Object.entries(everyComponent('城管局'))) {
  test(`${name} is well-formed HTML without inline script or style`, () => {
    const elements = elementsOf(markup);
    const attrs = elements.flatMap((element) => element.attrs.map((attr) => attr.name));
    assert.deepEqual(
      attrs.filter((attr) => attr.startsWith('on') || attr === 'style'),
      [],
    );
    const scripts = elements.filter((element) => element.tagName === 'script');
    assert.ok(scripts.every((script) => script.attrs.some((attr) => attr.name === 'src')));
    const ids = elements.flatMap((element) =>
      element.attrs.filter((attr) => attr.name === 'id').map((attr) => attr.value),
    );
    assert.deepEqual(ids, [...new Set(ids)], 'ids are unique');
  });
}

const plain = everyComponent('城管局');
for (const [name, markup] of Object.entries(everyComponent(HOSTILE))) {
  test(`${name} shows hostile text as text`, () => {
    const tags = (one: unknown) => elementsOf(one).map((element) => element.tagName);
    assert.deepEqual(tags(markup), tags(plain[name]));
  });
}

test('an attribute that could carry code or style is refused', () => {
  for (const name of ['onclick', 'style', 'hx-on:click', 'srcdoc', 'a b', 'x"'])
    assert.throws(() => attributes({ [name]: 'x' }), /not allowed/);
});

test('absent and false attributes are left out, true is written bare', () => {
  assert.equal(String(attributes({ a: null, b: false, c: undefined, d: true, e: 0, f: '' })), 'd e="0" f=""');
});

test('a field is tied to its label, its help and its error', () => {
  const markup = field({ name: 'a[b]', label: '姓名', widget: 'text', help: '可留空', error: '请填写姓名' });
  const [input] = find(markup, 'input');
  assert.equal(find(markup, 'label')[0]?.for, input?.id);
  assert.equal(input?.['aria-invalid'], 'true');
  const ids = new Set(
    elementsOf(markup).flatMap((each) => each.attrs.filter((a) => a.name === 'id').map((a) => a.value)),
  );
  for (const id of input?.['aria-describedby']?.split(' ') ?? ['none']) assert.ok(ids.has(id), id);
});

test('a required field says so in words', () => {
  assert.match(textOf(field({ name: 'a', label: '姓名', widget: 'text', required: true })), /姓名 必填/);
});

test('the error summary leads to the field, also when its name has brackets', () => {
  const [link] = find(errorSummary([{ name: 'a[b]', text: '请填写' }]), 'a');
  const [input] = find(field({ name: 'a[b]', label: 'x', widget: 'text' }), 'input');
  assert.equal(link?.href, `#${input?.id}`);
});

test('a password is never written back into a page', () => {
  assert.doesNotMatch(
    String(field({ name: 'p', label: '密码', widget: 'password', value: 'secret' })),
    /secret/,
  );
});

test('text that starts with a line break survives a textarea', () => {
  const markup = String(field({ name: 't', label: '内容', widget: 'textarea', value: '\n第二行' }));
  assert.match(markup, />\n\n第二行<\/textarea>/);
});

test('a picker keeps search keys and path of each option, and the chosen one', () => {
  const options = [{ value: '1', text: '住建局', keys: 'zhujianju zjj', hint: '县政府' }];
  const [empty, option] = find(
    field({ name: 'a', label: '单位', widget: 'picker', options, value: '1' }),
    'option',
  );
  assert.equal(empty?.value, '');
  assert.deepEqual(option, { value: '1', selected: '', 'data-keys': 'zhujianju zjj', 'data-hint': '县政府' });
});

test('options rendered once can be used in several fields', () => {
  const options = optionTags([{ value: '1', text: '住建局' }]);
  assert.equal(find(field({ name: 'a', label: '单位', widget: 'select', options }), 'option').length, 2);
});

test('no radio is chosen while there is no value', () => {
  const options = [
    { value: '', text: '无' },
    { value: '1', text: '有' },
  ];
  const inputs = find(field({ name: 'a', label: '有无', widget: 'radio', options, value: null }), 'input');
  assert.ok(inputs.every((input) => !('checked' in input)));
});

test('a mark of one character is spoken in full', () => {
  assert.deepEqual(
    find(flags({ urgent: true, confidential: true }), 'span').map((span) => span['aria-label']),
    ['紧急', '要求保密'],
  );
  assert.equal(String(flags({})), '');
});

test('a queue row is a link to its case, and an empty queue says what will appear', () => {
  const columns = [
    { key: 'number', label: '工单号' },
    { key: 'headline', label: '标题' },
  ];
  const rows = [{ href: '/cases/1', cells: { number: '1', headline: '路灯不亮' } }];
  const table = queueTable({ caption: '待派单', columns, rows, empty: html`<p>空</p>` });
  assert.deepEqual(find(table, 'a'), [{ class: 'ui-row-link', href: '/cases/1' }]);
  assert.equal(textOf(queueTable({ caption: '待派单', columns, rows: [], empty: html`<p>空</p>` })), '空');
});

test('a clock bar never runs over its end', () => {
  const clock = {
    label: '答复',
    startedText: 'a',
    dueText: 'b',
    metText: null,
    tone: 'overdue' as const,
    why: 'c',
  };
  const widths = find(
    clockBar([
      { ...clock, share: 180 },
      { ...clock, share: -1 },
    ]),
    'rect',
  ).map((rect) => rect.width);
  assert.deepEqual(widths, ['100', '100', '100', '0']);
});

test('an act that is sent at once is a form with the token; one that opens in place is a link', () => {
  const markup = primaryAndMore({
    primary: { text: '签收', href: '/cases/1/sign', inPlace: true },
    more: [{ name: '督办', actions: [{ text: '催办', href: '/cases/1/press', method: 'post', csrf: 't' }] }],
  });
  assert.equal(find(markup, 'a')[0]?.['hx-target'], '#act');
  assert.deepEqual(find(markup, 'input'), [{ type: 'hidden', name: 'csrf', value: 't' }]);
});

test('a key is shown on its button and announced', () => {
  const [button] = find(submitButton({ text: '送审', key: 'Ctrl+Enter' }), 'button');
  assert.equal(button?.['data-key'], 'Ctrl+Enter');
  assert.equal(button?.['aria-keyshortcuts'], 'Control+Enter');
});

test('the navigation says which page is open and keeps room for counts', () => {
  const items = [
    { href: '/a', label: '待派单', current: true, count: '12' },
    { href: '/b', label: '待回访', current: false },
  ];
  assert.deepEqual(
    find(navigation(items), 'a').map((a) => a['aria-current']),
    ['page', undefined],
  );
  assert.match(textOf(navigation(items)), /待派单 12 件 待回访/);
  assert.equal(find(navigation(items), 'span').filter((span) => span.class === 'ui-count').length, 2);
});
