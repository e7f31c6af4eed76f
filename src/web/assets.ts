import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { projectRoot } from '../config.ts';
import type { Handler } from './context.ts';
import { NotFound } from './errors.ts';

/** Maps the name of a file to its address; the address changes with the content, so it may be kept for ever. */
export type Assets = (name: string) => string;

type Asset = { bytes: Buffer<ArrayBuffer>; type: string; zipped?: Buffer<ArrayBuffer> };

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const require = createRequire(import.meta.url);
const FROM_PACKAGES: Record<string, string> = {
  'tabler.min.css': '@tabler/core/dist/css/tabler.min.css',
  'htmx.min.js': 'htmx.org/dist/htmx.min.js',
};

/** Reads public/ and the few files served from packages. Served as /assets/VERSION/NAME. */
export function loadAssets(): { assets: Assets; serve: Handler } {
  const files = new Map<string, Asset>();
  const folder = join(projectRoot, 'public');
  for (const name of readdirSync(folder)) files.set(name, read(join(folder, name)));
  for (const [name, path] of Object.entries(FROM_PACKAGES)) files.set(name, read(packageFile(path)));
  const hash = createHash('sha256');
  for (const [name, { bytes }] of files) hash.update(name).update(bytes);
  const version = hash.digest('hex').slice(0, 12);

  const assets: Assets = (name) => {
    if (!files.has(name)) throw new Error(`no asset named ${name}`);
    return `/assets/${version}/${name}`;
  };
  const serve: Handler = async (c) => {
    const asset = files.get(c.req.param('name') ?? '');
    if (!asset) throw new NotFound();
    const current = c.req.param('version') === version;
    const headers: Record<string, string> = {
      'content-type': asset.type,
      'cache-control': current ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
    };
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(asset.bytes, 200, headers);
    asset.zipped ??= Buffer.from(await zip(asset.bytes));
    return c.body(asset.zipped, 200, { ...headers, 'content-encoding': 'gzip' });
  };
  return { assets, serve };
}

const zip = promisify(gzip);

function read(path: string): Asset {
  return { bytes: Buffer.from(readFileSync(path)), type: TYPES[extname(path)] ?? 'application/octet-stream' };
}

function packageFile(path: string): string {
  const [scopeOrName = '', second = ''] = path.split('/');
  const name = scopeOrName.startsWith('@') ? `${scopeOrName}/${second}` : scopeOrName;
  return join(dirname(packageManifest(name)), path.slice(name.length + 1));
}

function packageManifest(name: string): string {
  // Some packages do not export their manifest; the lock file puts every package directly in node_modules.
  for (const base of require.resolve.paths(name) ?? []) {
    const manifest = join(base, name, 'package.json');
    try {
      readFileSync(manifest);
      return manifest;
    } catch {}
  }
  throw new Error(`package ${name} is not installed`);
}
