// Runs before the page is drawn, so that nothing flickers: what this browser prefers, and small page-wide comforts.
// Every page works without any of the scripts in this folder; they only add comforts.
(() => {
  const root = document.documentElement;
  const darkDevice = matchMedia('(prefers-color-scheme: dark)');
  root.classList.add('js');
  if (remembered('preview') === 'off') root.classList.add('ui-no-preview');

  document.addEventListener('click', (event) => {
    const on = (selector) => event.target instanceof Element && event.target.closest(selector);
    if (on('[data-theme-toggle]')) toggleTheme();
    if (on('[data-preview-toggle]')) togglePreview();
    if (on('[data-print]')) print();
    closeMenus(event.target, on('.ui-more .ui-menu-item') !== null);
  });
  document.addEventListener('DOMContentLoaded', namePreviewToggles);

  /** The cookie lets the server draw the next page in the chosen theme; none means: as the device does. */
  function toggleTheme() {
    const now = root.dataset.bsTheme ?? (darkDevice.matches ? 'dark' : 'light');
    const next = now === 'dark' ? 'light' : 'dark';
    const asDevice = (next === 'dark') === darkDevice.matches;
    if (asDevice) delete root.dataset.bsTheme;
    else root.dataset.bsTheme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain-http intranets.
    document.cookie = `theme=${asDevice ? '' : next}; path=/; max-age=${asDevice ? 0 : 31536000}; samesite=lax`;
  }

  function togglePreview() {
    const off = root.classList.toggle('ui-no-preview');
    remember('preview', off ? 'off' : 'on');
    namePreviewToggles();
  }

  function namePreviewToggles() {
    const off = root.classList.contains('ui-no-preview');
    for (const button of document.querySelectorAll('[data-preview-toggle]')) {
      button.textContent = off ? '展开预览' : '收起';
      button.setAttribute('aria-expanded', String(!off));
    }
  }

  /** What was chosen opens its form beneath the menu: there the menu would cover it. */
  function closeMenus(target, chosen) {
    for (const menu of document.querySelectorAll('.ui-who[open], .ui-more[open]'))
      if (chosen || !menu.contains(target)) menu.open = false;
  }

  // A browser may forbid storage; then the preference simply does not last.
  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {}
  }
})();
