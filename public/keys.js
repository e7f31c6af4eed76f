// Keys: what a button's data-key names presses it; Ctrl+Enter sends the form in hand; Esc closes what is open.
// j, k and Enter in queues are in queue.js, the keys of pickers in picker.js.

const TYPING =
  'input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]';

document.addEventListener('keydown', (event) => {
  // An input method is composing: every key belongs to it.
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const key = nameOf(event);
  const typing = document.activeElement?.matches(TYPING);
  if (typing && key.length === 1) return;
  if (press(key) || (key === 'Ctrl+Enter' && sendFormInHand()) || (key === 'Escape' && closeWhatIsOpen()))
    event.preventDefault();
});

/** "F8", "Ctrl+Enter", "/" - as written in data-key. */
function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${key}`;
}

function press(key) {
  const scope = document.querySelector('dialog[open]') ?? document;
  const found = [...scope.querySelectorAll('[data-key]')].filter(
    (one) => same(one.dataset.key, key) && visible(one),
  );
  // The form in hand comes first, then the last one on the page: an act's form opens below the page's own buttons.
  const form = document.activeElement?.closest('form');
  const element = found.find((one) => form?.contains(one)) ?? found.at(-1);
  if (!element) return false;
  if (element.matches(TYPING)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
  return true;
}

function same(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}

function visible(element) {
  return element.getClientRects().length > 0 && !element.disabled;
}

function sendFormInHand() {
  const form = document.activeElement?.closest('form');
  const button =
    form?.querySelector('button.btn-primary[type=submit]') ?? form?.querySelector('button[type=submit]');
  if (!button || button.disabled) return false;
  button.click();
  return true;
}

function closeWhatIsOpen() {
  // A dialog closes itself, and only itself.
  if (document.querySelector('dialog[open]')) return false;
  const open = document.querySelector('.ui-who[open], .ui-more[open], .ui-menu-toggle[open]');
  if (open) {
    open.open = false;
    open.querySelector('summary')?.focus();
    return true;
  }
  if (document.activeElement?.matches('[type=search]')) {
    document.activeElement.blur();
    return true;
  }
  return false;
}
