import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../public/app.css', import.meta.url), 'utf8');
const blocks = [...css.matchAll(/color-scheme: (light|dark);([^}]*)\}/g)].map(([, scheme, body = '']) => ({
  scheme,
  colours: Object.fromEntries(
    [...body.matchAll(/--ui-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  ),
}));

const SURFACES = ['ground', 'side', 'raised', 'hover', 'chosen'];
/** Text on what it stands on: 4.5:1. */
const TEXT: [string, string][] = [
  ...['text', 'muted', 'accent'].flatMap((ink) =>
    SURFACES.map((surface): [string, string] => [ink, surface]),
  ),
  ...['red', 'orange', 'blue', 'green', 'grey'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    [tone, 'ground'],
    [tone, 'side'],
    [tone, 'raised'],
  ]),
  ['blue', 'chosen'],
  ['red', 'chosen'],
  ['text', 'grey-soft'],
  ['on-solid', 'solid'],
  ['on-solid', 'solid-hover'],
  ['on-solid', 'red-solid'],
];
/** Edges of fields, focus rings, bars: 3:1. */
const SHAPES: [string, string][] = [
  ['line-strong', 'ground'],
  ['line-strong', 'raised'],
  ['line-strong', 'side'],
  ['line-strong', 'grey-soft'],
  ['accent', 'ground'],
  ['red', 'grey-soft'],
];

test('the style sheet has one light and two equal dark palettes', () => {
  assert.deepEqual(
    blocks.map((block) => block.scheme),
    ['light', 'dark', 'dark'],
  );
  assert.deepEqual(blocks[1]?.colours, blocks[2]?.colours);
  assert.deepEqual(Object.keys(blocks[0]?.colours ?? {}), Object.keys(blocks[1]?.colours ?? {}));
});

for (const { scheme, colours } of blocks.slice(0, 2)) {
  const least = (pairs: [string, string][], ratio: number) => {
    const poor = pairs
      .map(([ink, surface]) => ({ ink, surface, ratio: contrast(colour(ink), colour(surface)) }))
      .filter((pair) => pair.ratio < ratio);
    assert.deepEqual(poor, []);
  };
  const colour = (name: string) => {
    const hex = colours[name];
    assert.ok(hex, `no colour --ui-${name}`);
    return hex;
  };
  test(`text can be read in the ${scheme} theme`, () => least(TEXT, 4.5));
  test(`edges and bars can be seen in the ${scheme} theme`, () => least(SHAPES, 3));
}

/** WCAG 2 contrast ratio of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
