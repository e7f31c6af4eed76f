/** The part of autocannon that the benchmark uses; the package brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  export type Request = { method: 'GET' | 'POST'; path: string; body?: string };

  export type Options = {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    headers: Record<string, string>;
    requests: readonly { method: 'GET' | 'POST'; setupRequest: (request: Request) => Request }[];
  };

  export type Result = { errors: number; timeouts: number };

  /** Emits 'response' (client, status, bytes, milliseconds) for each answer. */
  const autocannon: (options: Options, done: (error: Error | null, result: Result) => void) => EventEmitter;
  export default autocannon;
}
