import type { Actor } from '../../src/people/actor.ts';
import { findSession, startSession } from '../../src/people/sessions.ts';
import type { TestWorld } from './world.ts';

/** Talks to the app as one signed-in person, without a browser: keeps the session, sends the token with each form. */
export type Visitor = {
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  post: (
    path: string,
    fields: Record<string, string | readonly string[]> | FormData,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  csrf: string;
};

export function visit(test: TestWorld, actor: Pick<Actor, 'id'> | null): Visitor {
  const { world } = test;
  const token = actor
    ? startSession(world.db, actor.id, { ip: '127.0.0.1', agent: 'test', now: world.now() })
    : null;
  const cookie = token ? { cookie: `session=${token}` } : undefined;
  const csrf = (token && findSession(world.db, token, world.now())?.session.csrf) || '';
  return {
    csrf,
    get: async (path, headers = {}) => test.app.request(path, { headers: { ...cookie, ...headers } }),
    post: async (path, fields, headers = {}) =>
      test.app.request(path, {
        method: 'POST',
        body: formOf(fields, csrf),
        headers: { ...cookie, ...headers },
      }),
  };
}

function formOf(fields: Record<string, string | readonly string[]> | FormData, csrf: string): FormData {
  const form = fields instanceof FormData ? fields : new FormData();
  if (!(fields instanceof FormData)) {
    for (const [name, value] of Object.entries(fields)) {
      for (const each of [value].flat()) form.append(name, each);
    }
  }
  if (!form.has('csrf')) form.append('csrf', csrf);
  return form;
}
