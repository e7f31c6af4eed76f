// Forms: no double sending, questions before what cannot be undone, counters, phrases, copying, focus on what is wrong.

const BUSY_LIMIT_MS = 10_000;

document.addEventListener('click', askFirst, true);
document.addEventListener('submit', sendOnce);
addEventListener('pageshow', (event) => event.persisted && document.querySelectorAll('form').forEach(ready));
document.addEventListener('htmx:before:request', (event) => busyOf(event, busy));
document.addEventListener('htmx:finally:request', (event) => busyOf(event, ready));
document.addEventListener('click', fillAndCopy);
document.addEventListener(
  'input',
  (event) => event.target.matches?.('textarea[maxlength]') && count(event.target),
);
document.addEventListener(
  'change',
  (event) => event.target.matches?.('input[type=tel]') && plainNumber(event.target),
);
document.addEventListener('input', chooseAlong);
document.addEventListener('DOMContentLoaded', () => {
  addCounters();
  focusFirstError();
});
document.addEventListener('htmx:after:swap', addCounters);
document.addEventListener('htmx:after:swap', takeProposals);

/** A second press while the first is under way does nothing; buttons say that it is under way. */
function sendOnce(event) {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
  if (form.method !== 'post' || form.target === '_blank') return;
  // After the event, or the pressed button's own name and value would be left out.
  setTimeout(() => busy(form, event.submitter));
  // An answer that is a file leaves this page standing.
  setTimeout(() => ready(form), BUSY_LIMIT_MS);
}

function busyOf(event, then) {
  const source = event.detail.ctx?.sourceElement;
  const form = source?.matches?.('form') ? source : source?.form;
  if (form) then(form, event.detail.ctx.request?.submitter);
}

function busy(form, submitter) {
  form.dataset.busy = 'true';
  for (const button of form.querySelectorAll('button[type=submit]:not(:disabled)')) {
    button.disabled = true;
    button.dataset.wasReady = 'true';
  }
  (submitter ?? form.querySelector('button[type=submit]'))?.setAttribute('aria-busy', 'true');
}

function ready(form) {
  delete form.dataset.busy;
  for (const button of form.querySelectorAll('button[type=submit]')) {
    button.removeAttribute('aria-busy');
    if (button.dataset.wasReady) button.disabled = false;
    delete button.dataset.wasReady;
  }
}

function askFirst(event) {
  const element = event.target instanceof Element ? event.target.closest('[data-confirm]') : null;
  if (!element?.dataset.confirm || element.dataset.confirmed || !window.HTMLDialogElement) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { form } = element;
  if (form && !form.noValidate && !element.formNoValidate && !form.reportValidity()) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'ui-dialog';
  dialog.setAttribute('aria-label', '请确认');
  const words = document.createElement('p');
  words.textContent = element.dataset.confirm;
  const buttons = document.createElement('form');
  buttons.method = 'dialog';
  buttons.className = 'ui-actions';
  buttons.append(dialogButton('取消', 'no', 'btn'), dialogButton(labelOf(element), 'yes', 'btn btn-primary'));
  dialog.append(words, buttons);
  dialog.addEventListener('close', () => {
    dialog.remove();
    element.focus();
    if (dialog.returnValue !== 'yes') return;
    element.dataset.confirmed = 'true';
    element.click();
    delete element.dataset.confirmed;
  });
  document.body.append(dialog);
  dialog.showModal();
  buttons.lastElementChild.focus();
}

function dialogButton(text, value, className) {
  const button = document.createElement('button');
  Object.assign(button, { textContent: text, value, className });
  return button;
}

function labelOf(element) {
  return element.querySelector('span')?.firstChild?.textContent.trim() || '确定';
}

function fillAndCopy(event) {
  const element = event.target instanceof Element ? event.target.closest('[data-fill], [data-copy]') : null;
  if (element?.dataset.copy) copy(element, element.dataset.copy);
  else if (element?.dataset.fill)
    fill(document.querySelector(element.dataset.fill), element.dataset.text ?? '');
}

/** Writes a phrase where the cursor stands; undo works, because the browser itself inserts it. */
function fill(field, text) {
  if (!field) return;
  field.focus();
  const inserted = document.execCommand?.('insertText', false, text);
  if (!inserted) field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  if (!inserted) field.dispatchEvent(new Event('input', { bubbles: true }));
}

async function copy(element, text) {
  const done = await write(text);
  document
    .querySelector('#announce')
    ?.replaceChildren(done ? `已复制 ${text}` : '未能复制，请手动选中后复制');
  const words = element.querySelector('span');
  if (!words || !done) return;
  const before = words.textContent;
  words.textContent = '已复制';
  setTimeout(() => {
    words.textContent = before;
  }, 1500);
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text);
  }
}

/** The clipboard interface is missing on plain-http intranets. */
function copyTheOldWay(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** People paste numbers with spaces, dashes and +86. */
function plainNumber(input) {
  input.value = input.value
    .normalize('NFKC')
    .replace(/[\s\-()]/g, '')
    .replace(/^(\+|00)86(?=\d{7,})/, '');
}

/** Filling in a field that belongs to one of several choices chooses it. */
function chooseAlong({ target }) {
  const choice = target.value && target.dataset?.chooses && document.querySelector(target.dataset.chooses);
  if (choice) choice.checked = true;
}

/** What the server proposes anew goes into its field, unless something else was chosen there, or is being chosen now. */
function takeProposals() {
  for (const given of document.querySelectorAll('input[data-proposes]')) {
    const { proposes, before } = given.dataset;
    // Once: later swaps elsewhere must not undo what is chosen from now on.
    delete given.dataset.proposes;
    const field = given.form.elements[proposes];
    const picker = field.closest?.('.ui-picker');
    const left = field.value === '' || field.value === before;
    if (!left || field.value === given.value || picker?.querySelector('[aria-expanded=true]')) continue;
    field.value = given.value;
    (field instanceof RadioNodeList ? field[0] : field).dispatchEvent(new Event('change', { bubbles: true }));
    // Whoever has come on to this field meanwhile types over what it holds now, as on entering it.
    if (picker?.contains(document.activeElement)) document.activeElement.select();
  }
}

function addCounters() {
  for (const area of document.querySelectorAll('textarea[maxlength]:not([data-counted])')) {
    area.dataset.counted = 'true';
    const line = document.createElement('div');
    line.className = 'ui-counter';
    line.setAttribute('aria-hidden', 'true');
    area.after(line);
    count(area);
  }
}

function count(area) {
  const line = area.nextElementSibling;
  if (line?.className !== 'ui-counter') return;
  const left = area.maxLength - area.value.length;
  line.textContent =
    left <= area.maxLength / 5 ? `还可输入 ${left} 字` : `${area.value.length} / ${area.maxLength} 字`;
}

function focusFirstError() {
  const wrong = document.querySelector('[aria-invalid="true"]:not([hidden])');
  const field = wrong?.matches('fieldset') ? wrong.querySelector('input') : wrong;
  (field ?? document.querySelector('.ui-error-summary'))?.focus();
}
