// Queues: the whole row opens its case, j and k move, hover or focus shows a preview where there is room for one.

const HOVER_MS = 180;
const seen = new Map();
let waiting;
let underWay;

document.addEventListener('click', openRow);
document.addEventListener('auxclick', (event) => event.button === 1 && openRow(event));
document.addEventListener('keydown', moveByKey);
document.addEventListener('pointerover', (event) => event.pointerType === 'mouse' && previewSoon(event));
document.addEventListener('focusin', previewSoon);
document.addEventListener(
  'pointerout',
  (event) => event.target.closest?.('tr[data-preview]') && clearTimeout(waiting),
);

function openRow(event) {
  const row = event.target.closest?.('[data-queue] tr[data-href]');
  // Links and buttons do their own work; a row whose text is being selected is being copied.
  if (!row || event.target.closest('a, button, input, label, summary') || !getSelection().isCollapsed) return;
  if (event.ctrlKey || event.metaKey || event.button === 1) open(row.dataset.href, '_blank', 'noopener');
  else location.assign(row.dataset.href);
}

function moveByKey(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !'jk'.includes(event.key))
    return;
  if (document.activeElement?.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
    return;
  if (document.querySelector('dialog[open]')) return;
  const links = [...document.querySelectorAll('[data-queue] .ui-row-link')];
  if (links.length === 0) return;
  const at = links.indexOf(document.activeElement);
  const next = event.key === 'j' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
  links[next].focus();
  links[next].closest('tr').scrollIntoView({ block: 'nearest' });
  event.preventDefault();
}

function previewSoon(event) {
  const row = event.target.closest?.('tr[data-preview]');
  const pane = document.querySelector('#preview');
  if (!row || !pane?.getClientRects().length) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => preview(row, pane), HOVER_MS);
}

async function preview(row, pane) {
  const address = row.dataset.preview;
  if (pane.dataset.shows === address) return;
  underWay?.abort();
  underWay = new AbortController();
  try {
    const text = seen.get(address) ?? (await fetchFragment(address, underWay.signal));
    seen.set(address, text);
    pane.dataset.shows = address;
    pane.innerHTML = text;
    window.htmx?.process(pane);
  } catch {
    // No preview, then: the row still opens.
  }
}

async function fetchFragment(address, signal) {
  const answer = await fetch(address, { headers: { 'HX-Request': 'true' }, signal });
  if (!answer.ok || answer.redirected) throw new Error(`preview ${answer.status}`);
  return answer.text();
}
