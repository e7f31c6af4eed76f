import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

export type Config = { host: string; port: number; database: string };

const settings = z.object({
  HOST: z.string().trim().min(1, 'HOST 不能为空，例如 127.0.0.1 或 0.0.0.0').default('127.0.0.1'),
  PORT: z.coerce
    .number('PORT 应为 0 到 65535 之间的整数')
    .int('PORT 应为整数')
    .min(0, 'PORT 应为 0 到 65535 之间的整数')
    .max(65535, 'PORT 应为 0 到 65535 之间的整数')
    .default(8080),
  DATABASE: z.string().trim().min(1, 'DATABASE 不能为空，例如 data/hotline.db').default('data/hotline.db'),
});

/** A setting from the environment that cannot be used; `message` says which and how to mend it. */
export class ConfigError extends Error {}

/** Reads `.env` (the environment wins) and checks it. Relative paths are meant from the project's folder. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const file = join(projectRoot, '.env');
  if (env === process.env && existsSync(file)) process.loadEnvFile(file);
  const given = settings.safeParse({ HOST: env.HOST, PORT: env.PORT, DATABASE: env.DATABASE });
  if (!given.success) throw new ConfigError(given.error.issues.map((issue) => issue.message).join('\n'));
  return {
    host: given.data.HOST,
    port: given.data.PORT,
    database: resolve(projectRoot, given.data.DATABASE),
  };
}
