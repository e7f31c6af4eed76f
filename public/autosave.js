// Nothing typed is lost. A form with data-autosave="ADDRESS" is posted shortly after typing stops and when
// the page is left; until the server has confirmed, a copy stays in this browser. Other forms ask before they are left.

const PAUSE_MS = 800;
// Once a full disk has room again nobody waits long to see the draft saved.
const RETRY_MS = [3_000, 6_000, 9_000];
const COPY_LIFE_MS = 24 * 60 * 60 * 1000;
const PREFIX = `draft:${document.body.dataset.user ?? ''}:`;

/** form -> what the server has, whether something is under way, and the timer */
const drafts = new Map();
const touched = new Set();

if (wasRefused()) keepSentCopies();
else clearOldCopies();
for (const form of document.querySelectorAll('form[data-autosave]')) start(form);
document.addEventListener('htmx:after:swap', () => {
  for (const form of document.querySelectorAll('form[data-autosave]')) if (!drafts.has(form)) start(form);
});
document.addEventListener('input', (event) => changed(event.target));
document.addEventListener('change', (event) => changed(event.target));
document.addEventListener('submit', leaving);
document.addEventListener('visibilitychange', () => document.hidden && flushAll());
addEventListener('pagehide', flushAll);
addEventListener('online', () => {
  for (const form of drafts.keys()) save(form);
});
addEventListener('beforeunload', (event) => unsaved() && event.preventDefault());

function start(form) {
  drafts.set(form, { confirmed: read(form), sending: false, failures: 0, timer: undefined });
  offerCopy(form);
}

function changed(element) {
  const form = element.form;
  if (!form || element.closest('[hx-ignore]')) return;
  const draft = drafts.get(form);
  if (!draft) {
    if (form.method === 'post' && element.matches('textarea, input[type=file]')) touched.add(form);
    return;
  }
  if (element.type === 'file') return;
  draft.submitted = false;
  keepCopy(form);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(form), PAUSE_MS);
}

/** What the form holds, by name; several values are joined, files and the token are left out. */
function read(form) {
  const values = {};
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string' && name !== 'csrf') values[name] = [...(values[name] ?? []), value];
  return values;
}

function differences(now, before) {
  const names = new Set([...Object.keys(now), ...Object.keys(before)]);
  return [...names].filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]));
}

/** The whole form: the draft on the server is what the form holds, nothing is merged. */
function bodyOf(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  return body;
}

async function save(form) {
  const draft = drafts.get(form);
  if (!draft || draft.sending || draft.submitted || !form.isConnected) return;
  const now = read(form);
  if (differences(now, draft.confirmed).length === 0) return;
  draft.sending = true;
  const { problem, text } = await post(form.dataset.autosave, bodyOf(form));
  draft.sending = false;
  if (problem) return fail(form, draft, problem);
  draft.confirmed = now;
  draft.failures = 0;
  status(form, text);
  if (differences(read(form), now).length === 0) dropCopy(form);
  else draft.timer = setTimeout(() => save(form), PAUSE_MS);
}

/** Either a problem, why it was not taken, or the text that says it was: 草稿已保存 14:05. */
async function post(address, body) {
  try {
    const answer = await fetch(address, { method: 'POST', body });
    if (answer.status === 401 || answer.redirected) return { problem: '登录已过期，请在新窗口重新登录' };
    if (answer.status === 403) return { problem: '登录已更换，请刷新此页后恢复' };
    if (answer.status === 413) return { problem: '内容太长，请精简文字' };
    if (answer.status === 507) return { problem: '服务器磁盘暂时不能写入，正在重试' };
    if (!answer.ok) return { problem: '服务器暂时不能保存，正在重试' };
    const { text } = await answer.json().catch(() => ({}));
    return { text: text ?? `草稿已保存 ${timeText(new Date())}` };
  } catch {
    return { problem: '网络不通，正在重试' };
  }
}

function timeText(date) {
  return date.toLocaleTimeString('zh-CN', { hour12: false });
}

function fail(form, draft, problem) {
  const text = `草稿尚未保存：${problem}。已填写的内容留在本机。`;
  status(form, text, 'failed');
  if (draft.failures === 0) document.querySelector('#announce')?.replaceChildren(text);
  draft.timer = setTimeout(() => save(form), RETRY_MS[Math.min(draft.failures, RETRY_MS.length - 1)]);
  draft.failures += 1;
}

function status(form, text, state = 'saved') {
  const place =
    form.querySelector('[data-autosave-status]') ?? document.querySelector('[data-autosave-status]');
  if (!place) return;
  place.textContent = text;
  place.dataset.state = state;
}

/** The page is being left: a request that outlives it. */
function flushAll() {
  for (const [form, draft] of drafts) {
    if (draft.submitted || !form.isConnected) continue;
    const now = read(form);
    if (differences(now, draft.confirmed).length === 0) continue;
    clearTimeout(draft.timer);
    const sent = navigator.sendBeacon?.(form.dataset.autosave, bodyOf(form));
    // Whether it arrived is not known, so the copy stays; coming back saves once more.
    if (sent) draft.timer = setTimeout(() => save(form), PAUSE_MS);
  }
}

function leaving(event) {
  if (event.defaultPrevented) return;
  touched.delete(event.target);
  const draft = drafts.get(event.target);
  if (draft) {
    draft.submitted = true;
    clearTimeout(draft.timer);
    keepCopy(event.target, true);
  }
  // The next person at this desk must not find what this one typed.
  if (event.target.getAttribute('action') === '/logout') clearOldCopies(0);
}

function unsaved() {
  if ([...touched].some((form) => form.isConnected)) return true;
  return [...drafts].some(([form, draft]) => draft.failures > 0 && !draft.submitted && form.isConnected);
}

// ---- The copy in this browser ----

/** By the form's own name where it has one: its key is another after a new log-in. */
function nameOf(form) {
  return PREFIX + (form.elements.form?.value || form.dataset.autosave);
}

function keepCopy(form, submitted = false) {
  try {
    if (submitted && !localStorage.getItem(nameOf(form))) return;
    const copy = { at: Date.now(), submitted, values: read(form) };
    localStorage.setItem(nameOf(form), JSON.stringify(copy));
  } catch {}
}

function dropCopy(form, name = nameOf(form)) {
  try {
    localStorage.removeItem(name);
  } catch {}
}

/** This page answers a form that was not taken: the session had ended (log-in), or something went wrong. */
function wasRefused() {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation?.responseStatus >= 400 || document.querySelector('form[action="/login"]') !== null;
}

function keepSentCopies() {
  eachCopy((key, copy) => {
    if (copy.submitted) localStorage.setItem(key, JSON.stringify({ ...copy, submitted: false }));
  });
}

function clearOldCopies(life = COPY_LIFE_MS) {
  eachCopy((key, copy) => {
    if (copy.submitted || Date.now() - copy.at >= life) localStorage.removeItem(key);
  });
}

function eachCopy(then) {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith('draft:')) then(key, JSON.parse(localStorage.getItem(key)));
  } catch {}
}

function offerCopy(form) {
  const { name, copy } = storedCopy(form);
  if (!copy || differences(typedIn(copy.values, form), typedIn(read(form), form)).length === 0)
    return dropCopy(form, name);
  const line = document.createElement('div');
  line.className = 'ui-note';
  line.dataset.tone = 'warn';
  line.setAttribute('role', 'status');
  const time = timeText(new Date(copy.at));
  line.append(
    `本机留有 ${time} 尚未保存到服务器的内容。`,
    offerButton('恢复', () => {
      dropCopy(form, name);
      restore(form, copy.values);
    }),
  );
  line.append(offerButton('丢弃', () => dropCopy(form, name)));
  line.addEventListener('click', (event) => event.target.closest('button') && line.remove());
  form.prepend(line);
}

/** The form's own copy, else one that a form of the same kind left behind under a key that is gone. */
function storedCopy(form) {
  const own = nameOf(form);
  const kind = new URL(form.dataset.autosave, location.href).search;
  const found = {};
  eachCopy((name, copy) => {
    const left = kind !== '' && name.startsWith(PREFIX) && name.endsWith(kind);
    if (name === own || (left && found.name !== own)) Object.assign(found, { name, copy });
  });
  return found;
}

/** Without what nobody types: the form's key, the state it was opened in. */
function typedIn(values, form) {
  const hidden = new Set([...form.querySelectorAll('input[type=hidden]')].map((input) => input.name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
}

function offerButton(text, then) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'btn btn-sm', textContent: text });
  button.addEventListener('click', then);
  return button;
}

function restore(form, values) {
  for (const element of form.elements) {
    if (!element.name || element.type === 'file' || element.type === 'hidden' || element.tagName === 'BUTTON')
      continue;
    const given = values[element.name] ?? [];
    if (element.type === 'checkbox' || element.type === 'radio')
      element.checked = given.includes(element.value);
    else if (element.multiple)
      for (const option of element.options) option.selected = given.includes(option.value);
    else element.value = given[0] ?? '';
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
