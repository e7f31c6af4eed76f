/**
 * Where to go on after log-in: only a path of this site, else the start page. Browsers drop tabs and line breaks and
 * read `\` as `/`, so `//x`, `/\x` and `/<tab>/x` would all lead elsewhere.
 */
export function localPath(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || /^\/\/|[\\\p{Cc}]/u.test(wanted)) return '/';
  return URL.canParse(wanted, HERE) && new URL(wanted, HERE).origin === HERE ? wanted : '/';
}

const HERE = 'http://here.invalid';
