// Turns <select data-picker> into a combobox (ARIA 1.2) that finds an option by Chinese, pinyin or initials. The select
// stays in the form and keeps the value, so sending, drafts and htmx see an ordinary select with ordinary change events.

const SHOWN_AT_MOST = 100;
let counter = 0;

enhance();
document.addEventListener('htmx:after:swap', enhance);

function enhance() {
  for (const select of document.querySelectorAll('select[data-picker]:not([hidden])')) pick(select);
}

function pick(select) {
  const several = select.multiple;
  const parts = build(select, several);
  const { box, input, list, clear, chips } = parts;
  let matches = [];
  let active = -1;
  let typed = false;

  show();
  input.addEventListener('input', () => {
    typed = true;
    open(true);
  });
  input.addEventListener('click', () => open(false));
  input.addEventListener('focus', () => input.select());
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', () => {
    // Only a text emptied by hand clears the value; anything half-typed falls back to what was chosen.
    if (typed && !several && input.value.trim() === '' && !input.required) choose(null);
    close();
    show();
  });
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const item = event.target.closest('[role=option]');
    if (item) choose(matches[Number(item.dataset.index)]);
  });
  clear.addEventListener('mousedown', (event) => event.preventDefault());
  clear.addEventListener('click', () => {
    choose(null);
    input.focus();
  });
  chips?.addEventListener('mousedown', (event) => event.preventDefault());
  chips?.addEventListener('click', (event) => {
    const chip = event.target.closest('button');
    if (chip) choose(select.options[Number(chip.dataset.index)]);
  });
  select.addEventListener('change', show);
  select.form?.addEventListener('reset', () => setTimeout(show));

  function onKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const isOpen = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (isOpen) move(event.key === 'ArrowDown' ? 1 : -1);
      else open(false);
    } else if (event.key === 'Enter' && isOpen && matches[active]) {
      choose(matches[active]);
    } else if (event.key === 'Escape' && (isOpen || typed)) {
      close();
      show();
      input.select();
    } else if (event.key === 'Backspace' && several && input.value === '') {
      const last = chosen().at(-1);
      if (last) choose(last);
    } else {
      // Leaving with Tab takes the best match: type, Tab, and the next field is ready.
      if (event.key === 'Tab' && isOpen && typed && input.value.trim() && matches[active])
        choose(matches[active]);
      return;
    }
    event.preventDefault();
  }

  function chosen() {
    return [...select.selectedOptions].filter((option) => option.value !== '');
  }

  function open(filter) {
    matches = find([...select.options], filter ? input.value : '');
    const now = chosen()[0];
    active = filter ? 0 : Math.max(0, matches.indexOf(now));
    list.replaceChildren(...matches.slice(0, SHOWN_AT_MOST).map(item));
    if (matches.length === 0) list.append(remark('没有符合的选项，可换个字词或拼音再试'));
    if (matches.length > SHOWN_AT_MOST) list.append(remark(`共 ${matches.length} 项，请多输入几个字`));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    const place = input.getBoundingClientRect();
    box.classList.toggle('ui-picker-above', innerHeight - place.bottom < 320 && place.top > 320);
    mark();
  }

  function close() {
    list.hidden = true;
    typed = false;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function move(step) {
    const last = Math.min(matches.length, SHOWN_AT_MOST) - 1;
    if (last < 0) return;
    active = active + step > last ? 0 : active + step < 0 ? last : active + step;
    mark();
  }

  function mark() {
    const items = list.querySelectorAll('[role=option]');
    items.forEach((one, index) => {
      one.toggleAttribute('data-active', index === active);
    });
    const current = items[active];
    if (current) input.setAttribute('aria-activedescendant', current.id);
    else input.removeAttribute('aria-activedescendant');
    current?.scrollIntoView({ block: 'nearest' });
  }

  function choose(option) {
    if (option?.disabled) return;
    if (several) {
      if (option) option.selected = !option.selected;
      else for (const one of chosen()) one.selected = false;
    } else {
      select.value = option?.value ?? '';
    }
    close();
    if (several) input.value = '';
    select.dispatchEvent(new Event('input', { bubbles: true }));
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Writes what the select holds into what people see. */
  function show() {
    const now = chosen();
    if (!several) input.value = now[0]?.text ?? '';
    else input.value = '';
    chips?.replaceChildren(...now.map(chip));
    clear.hidden = now.length === 0 || select.disabled || several;
    box.classList.toggle('ui-picker-filled', !clear.hidden || several);
    input.disabled = select.disabled;
  }

  function item(option, index) {
    const line = document.createElement('li');
    line.id = `${list.id}-${index}`;
    line.dataset.index = String(index);
    line.setAttribute('role', 'option');
    line.setAttribute('aria-selected', String(option.selected));
    if (option.disabled) line.setAttribute('aria-disabled', 'true');
    line.append(text(option.text));
    if (option.dataset.hint) line.append(text(option.dataset.hint, 'ui-picker-hint'));
    return line;
  }
}

function build(select, several) {
  counter += 1;
  const input = document.createElement('input');
  Object.assign(input, { type: 'text', className: select.className });
  Object.assign(input, { autocomplete: 'off', spellcheck: false, autofocus: select.autofocus });
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', `picker-${counter}`);
  for (const name of ['aria-describedby', 'aria-invalid'])
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  input.placeholder = several
    ? '输入汉字、拼音或首字母'
    : (select.querySelector('option[value=""]')?.text ?? '请选择');
  input.required = select.required && !several;
  select.required = false;
  select.hidden = true;

  const list = document.createElement('ul');
  Object.assign(list, { id: `picker-${counter}`, className: 'ui-picker-list', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', select.labels?.[0]?.firstChild?.textContent?.trim() ?? '选项');
  if (several) list.setAttribute('aria-multiselectable', 'true');

  const clear = document.createElement('button');
  Object.assign(clear, {
    type: 'button',
    className: 'ui-picker-clear',
    textContent: '×',
    tabIndex: -1,
    title: '清除',
  });
  clear.setAttribute('aria-label', '清除');

  const chips = several ? document.createElement('ul') : null;
  if (chips) chips.className = 'ui-picker-chips';

  // The label and the links of the error summary point to what can be focused.
  input.id = select.id || `picker-${counter}-input`;
  select.id = `${input.id}-value`;
  const box = document.createElement('div');
  box.className = 'ui-picker';
  select.before(box);
  if (chips) box.before(chips);
  box.append(select, input, clear, list);
  return { box, input, list, clear, chips };
}

function chip(option) {
  const line = document.createElement('li');
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'ui-chip', textContent: `${option.text} ×` });
  button.setAttribute('aria-label', `去掉 ${option.text}`);
  button.dataset.index = String(option.index);
  line.append(button);
  return line;
}

function remark(words) {
  const line = document.createElement('li');
  line.className = 'ui-picker-none';
  line.setAttribute('role', 'presentation');
  line.textContent = words;
  return line;
}

function text(words, className = '') {
  const span = document.createElement('span');
  span.textContent = words;
  if (className) span.className = className;
  return span;
}

/** Options that fit, best first. Input methods write "z'j'j" while composing; that finds zjj too. */
function find(options, typed) {
  const real = options.filter((option) => option.value !== '');
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return real;
  return real
    .map((option, index) => ({ option, index, rank: rankAll(option, words) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ option }) => option);
}

function rankAll(option, words) {
  const name = plain(option.text);
  const keys = plain(option.dataset.keys ?? '').split(/\s+/);
  const hint = plain(option.dataset.hint ?? '');
  return words.reduce((sum, word) => sum + rank(word, name, keys, hint), 0);
}

function rank(word, name, keys, hint) {
  if (name === word) return 0;
  if (keys.includes(word)) return 1;
  if (name.startsWith(word)) return 2;
  if (keys.some((key) => key.startsWith(word))) return 3;
  if (name.includes(word)) return 4;
  if (keys.some((key) => key.includes(word))) return 5;
  return hint.includes(word) ? 6 : Number.POSITIVE_INFINITY;
}

function plain(words) {
  return words.normalize('NFKC').toLowerCase().replace(/['’·]/g, '').trim();
}
