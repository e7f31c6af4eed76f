import type { Scaled } from './scale.ts';

/** "HEIC", "PDF": what a file calls itself, to be read on a mark in place of a picture. */
export function typeName(name: string): string {
  return /\.([a-z0-9]{1,5})$/i.exec(name.trim())?.[1]?.toUpperCase() ?? '文件';
}

/** A drawing of a sheet of paper with the type on it, grey on light and dark ground alike. */
export function typeMark(name: string): Scaled {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="104" height="78" viewBox="0 0 104 78">
<path d="M56 12v8h8M60 50H44a4 4 0 0 1-4-4V16a4 4 0 0 1 4-4h12l8 8v26a4 4 0 0 1-4 4z" fill="none" stroke="#7f8894" stroke-width="2"/>
<text x="52" y="68" font-family="sans-serif" font-size="13" text-anchor="middle" fill="#7f8894">${typeName(name)}</text>
</svg>`;
  return { type: 'image/svg+xml', bytes: Buffer.from(drawing) };
}
