/**
 * Where a request asks to go on to: only ever a path of this site, else `otherwise`. Browsers drop tabs and line breaks and
 * read `\` as `/`, so `//x`, `/\x` and `/<tab>/x` would all lead elsewhere.
 */
export function localPath(wanted: string | undefined, otherwise = '/'): string {
  if (!wanted?.startsWith('/') || /^\/\/|[\\\p{Cc}]/u.test(wanted)) return otherwise;
  return URL.canParse(wanted, HERE) && new URL(wanted, HERE).origin === HERE ? wanted : otherwise;
}

const HERE = 'http://here.invalid';
