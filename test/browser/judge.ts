import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'parse5';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Found = { id: string; nodes: { target: string[]; failureSummary: string }[] };

/**
 * What axe finds within `place` of the page as it stands, in the light theme by all rules of WCAG A and AA, then in the
 * dark one by contrast, the only thing that differs.
 */
export async function axe(page: Page, place: string): Promise<string[]> {
  await page.evaluate(THIN);
  await page.evaluate(AXE);
  const light = await findings(page, place, { type: 'tag', values: TAGS });
  await page.evaluate(DARK);
  const dark = await findings(page, place, { type: 'rule', values: ['color-contrast'] });
  return [...light, ...dark.map((each) => `dark: ${each}`)];
}

/**
 * Of what stands many times in one list, two of each kind are enough: rows made of the same elements, classes and tones
 * are drawn alike, and judging the contrast of each costs seconds a page.
 */
const THIN = `for (const list of document.querySelectorAll('body *')) {
  if (list.children.length < 3) continue;
  const seen = new Map();
  for (const child of [...list.children]) {
    const parts = [child, ...child.querySelectorAll('*')].map((each) =>
      [each.tagName, each.getAttribute('class'), each.dataset.tone, each.type, each.ariaCurrent].join());
    const kind = [...new Set(parts)].sort().join();
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) > 2 && parts.length > 1) child.remove();
  }
}`;

/** Resolves when the new colours are drawn: at once, as fading to them would cost seconds on a full page. */
const DARK = `new Promise((drawn) => {
  const still = new CSSStyleSheet();
  still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }');
  document.adoptedStyleSheets.push(still);
  document.documentElement.dataset.bsTheme = 'dark';
  requestAnimationFrame(() => requestAnimationFrame(drawn));
})`;

async function findings(page: Page, place: string, runOnly: object): Promise<string[]> {
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
  const run = `axe.run(${JSON.stringify(place)}, ${options}).then((result) => result.violations)`;
  const found = (await page.evaluate(run)) as Found[];
  return found.flatMap((rule) =>
    rule.nodes
      .slice(0, 3)
      .map(
        (node) =>
          `${rule.id} ${node.target.join(' ')}: ${node.failureSummary.split('\n').slice(1).join(' ')}`,
      ),
  );
}

/** What a strict parser finds in the page as it was sent. */
export function misspelt(source: string): string[] {
  const errors: string[] = [];
  parse(source, {
    sourceCodeLocationInfo: true,
    onParseError: (error) => {
      const at = error.startOffset;
      errors.push(`${error.code}: ${source.slice(Math.max(0, at - 40), at + 40)}`);
    },
  });
  return errors;
}

/** Letters that Chinese readers meet every day, on keys and in names of formats. */
const KNOWN =
  /\b(CSV|XLSX?|PDF|ZIP|JPE?G|PNG|MP4|MB|KB|GB(?: ?18030)?|SMS|IP|HTTPS?|SQLite|UTF|Excel|WPS|F\d{1,2}|Ctrl|Enter|Esc|Tab|Alt|[A-Z])\b/g;

/** An example of an address to be typed is no word, nor is what addresses begin with: /assets/. */
const ADDRESS = /\bhttps?:\/\/[\w.:/-]+|(?<![\w/])\/[\w-]+\/(?!\w)/g;

/** Words of another language that people would read: in the text, on fields, on pictures. */
export async function foreignWords(page: Page, names: readonly string[]): Promise<string[]> {
  return foreignIn((await page.evaluate(VISIBLE)) as string[], names);
}

/** The same of a page as it was sent, without a browser. */
export function foreignWordsSent(source: string, names: readonly string[]): string[] {
  const shown = source.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ');
  const said = [...shown.matchAll(/\s(?:placeholder|title|aria-label|alt)="([^"]*)"/g)].map(
    ([, words = '']) => words,
  );
  return foreignIn([shown.replace(/<[^>]+>|&\w+;/g, ' '), ...said], names);
}

/** The controls that a form is made of: forms of the same ones look alike to whoever cannot see them. */
export function controlsOf(source: string): string {
  const form = source.slice(source.indexOf('id="act-form"'));
  const found = form.matchAll(
    /<(?:input[^>]*\btype="(\w+)"|(select|textarea)\b)|role="(\w+)"|class="(ui-[\w-]+)"/g,
  );
  return [...new Set([...found].map((match) => match.slice(1).find(Boolean)))].sort().join(' ');
}

function foreignIn(text: readonly string[], names: readonly string[]): string[] {
  const own = new Set(names);
  return text
    .flatMap(
      (line) =>
        line
          .replace(ADDRESS, ' ')
          .replace(KNOWN, ' ')
          .match(/[A-Za-z][\w./-]+/g) ?? [],
    )
    .filter((word) => !own.has(word));
}

const VISIBLE = `[
  document.title,
  document.body.innerText,
  ...[...document.querySelectorAll('[placeholder],[title],[aria-label],[alt]')].flatMap((element) =>
    ['placeholder', 'title', 'aria-label', 'alt'].map((name) => element.getAttribute(name) ?? '')),
]`;

/** One page, one heading, one language, a parser that finds nothing: judged on the page as it was sent. */
export function wellMade(source: string): string[] {
  const headings = source.split('<h1').length - 1;
  return [
    ...(headings === 1 ? [] : [`${headings} h1`]),
    ...(source.includes('<html lang="zh-CN"') ? [] : ['no lang']),
    ...misspelt(source),
  ];
}

/** Nothing is cut off at the side of a narrow screen. */
export async function tooWide(page: Page): Promise<string[]> {
  const wide = (await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
  return wide > 0 ? [`scrolls ${wide} px sideways`] : [];
}
