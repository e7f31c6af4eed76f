import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { REQUEST_LOGS, type RequestLog } from './web/request-log.ts';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

export type Config = {
  host: string;
  port: number;
  database: string;
  /** The key of sealed identities; beside the database unless it is said. */
  keyFile?: string;
  /** Which requests are written to the log; none where it is not said. */
  requestLog?: RequestLog;
  /** Private keys (age) by which restore drills open encrypted backups; most sites keep none on the server. */
  backupIdentityFile?: string;
};

const settings = z.object({
  HOST: z.string().trim().min(1, 'HOST 不能为空，例如 127.0.0.1 或 0.0.0.0').default('127.0.0.1'),
  PORT: z.coerce
    .number('PORT 应为 0 到 65535 之间的整数')
    .int('PORT 应为整数')
    .min(0, 'PORT 应为 0 到 65535 之间的整数')
    .max(65535, 'PORT 应为 0 到 65535 之间的整数')
    .default(8080),
  DATABASE: z.string().trim().min(1, 'DATABASE 不能为空，例如 data/hotline.db').default('data/hotline.db'),
  KEY_FILE: z
    .string()
    .trim()
    .min(1, 'KEY_FILE 不能为空，例如 /etc/hotline/hotline.key；不设时密钥在数据文件旁边')
    .optional(),
  BACKUP_IDENTITY_FILE: z
    .string()
    .trim()
    .min(
      1,
      'BACKUP_IDENTITY_FILE 不能为空，例如 /etc/hotline/drill.age；不设时，加密的备份只核对有没有被改动',
    )
    .optional(),
  LOG_REQUESTS: z
    .enum(REQUEST_LOGS, 'LOG_REQUESTS 应为 all（全部）、slow（只记慢的和出错的）或 none（不记）')
    .default('all'),
});

/** A setting from the environment that cannot be used; `message` says which and how to mend it. */
export class ConfigError extends Error {}

/** Reads `.env` (the environment wins) and checks it. Relative paths are meant from the project's folder. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const file = join(projectRoot, '.env');
  if (env === process.env && existsSync(file)) process.loadEnvFile(file);
  const given = settings.safeParse({
    HOST: env.HOST,
    PORT: env.PORT,
    DATABASE: env.DATABASE,
    KEY_FILE: env.KEY_FILE,
    BACKUP_IDENTITY_FILE: env.BACKUP_IDENTITY_FILE,
    LOG_REQUESTS: env.LOG_REQUESTS,
  });
  if (!given.success) throw new ConfigError(given.error.issues.map((issue) => issue.message).join('\n'));
  const { HOST: host, PORT: port, DATABASE, KEY_FILE, LOG_REQUESTS: requestLog } = given.data;
  const database = resolve(projectRoot, DATABASE);
  const fixed = { host, port, database, requestLog, ...identityFile(given.data.BACKUP_IDENTITY_FILE) };
  if (KEY_FILE === undefined) return fixed;
  const keyFile = resolve(projectRoot, KEY_FILE);
  refuseAsKeyFile(keyFile, database);
  return { ...fixed, keyFile };
}

function identityFile(path: string | undefined): Pick<Config, 'backupIdentityFile'> {
  return path === undefined ? {} : { backupIdentityFile: resolve(projectRoot, path) };
}

/** The key must not lie in the database's own files, and its folder is not for the program to make. */
function refuseAsKeyFile(keyFile: string, database: string): void {
  if (['', '-wal', '-shm', '-lock'].some((ending) => keyFile === `${database}${ending}`))
    throw new ConfigError('KEY_FILE 不能与数据文件相同，请另取文件名');
  if (existsSync(keyFile) ? !statSync(keyFile).isFile() : !existsSync(dirname(keyFile)))
    throw new ConfigError(`KEY_FILE 应为一个文件，其所在文件夹须已建立：${keyFile}`);
}
