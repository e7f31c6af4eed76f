import { resolve } from 'node:path';

/** An argument that cannot be understood; ends with exit code 2. */
export class Usage extends Error {}

/**
 * Reads the arguments of a command.
 * @throws Usage naming the option that is not known or lacks its value
 */
export function readOptions<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    const [, option = ''] = /'(--?[\w-]+)/.exec(error instanceof Error ? error.message : '') ?? [];
    throw new Usage(option ? `命令写法有误，请检查 ${option}。` : '命令写法有误。');
  }
}

/** Paths are meant from where the person stands, not from the project's folder where npm runs. */
export function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}
