import { connect } from '../../src/db/connect.ts';
import type { Db } from '../../src/db/open.ts';
import { first, q } from '../../src/db/query.ts';
import { startSession } from '../../src/people/sessions.ts';

/** Somebody signed in: what the browser sends along. */
export type Visitor = { userId: number; cookie: string; csrf: string };

/** What the requests of one file are made of. */
export type Scene = {
  operator: Visitor;
  dispatcher: Visitor;
  handler: Visitor;
  supervisor: Visitor;
  /** Ids of open cases, spread over the file. */
  openCases: readonly number[];
  /** Four characters that few cases have. */
  rareWord: string;
};

const BUSIEST = `SELECT u.id FROM users u JOIN user_roles r ON r.user_id = u.id AND r.role = 'handler'
  WHERE u.agency_id = (SELECT agency_id FROM assignments WHERE status = 'signed'
    GROUP BY agency_id ORDER BY count(*) DESC LIMIT 1) ORDER BY u.id LIMIT 1`;
const BY_ROLE = `SELECT user_id FROM user_roles WHERE role = ? ORDER BY user_id LIMIT 1`;

/** Signs everybody in, straight into the file, before the server starts. `now` is epoch ms. */
export function sceneOf(file: string, now: number): Scene {
  const db = connect(file);
  try {
    const byRole = (role: string) => Number(db.prepare(BY_ROLE).pluck().get(role));
    const open = db.prepare(
      'SELECT id FROM cases WHERE queue_rank IS NOT NULL ORDER BY id % 9973 LIMIT 2000',
    );
    const place = db.prepare('SELECT place FROM cases ORDER BY id DESC LIMIT 1 OFFSET 500').pluck();
    return {
      operator: signIn(db, byRole('operator'), now),
      dispatcher: signIn(db, byRole('dispatcher'), now),
      handler: signIn(db, Number(db.prepare(BUSIEST).pluck().get()), now),
      supervisor: signIn(db, byRole('supervisor'), now),
      openCases: open.pluck().all() as number[],
      rareWord: [...String(place.get())].slice(0, 4).join(''),
    };
  } finally {
    db.close();
  }
}

export function signIn(db: Db, userId: number, now: number): Visitor {
  const token = startSession(db, userId, { ip: '127.0.0.1', agent: 'bench', now });
  const newest = q.selectFrom('sessions').select('csrf').where('user_id', '=', userId);
  const csrf = first(db, newest.orderBy('created_at', 'desc'))?.csrf ?? '';
  return { userId, cookie: `session=${token}`, csrf };
}
