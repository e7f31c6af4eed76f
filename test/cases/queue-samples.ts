import type { Insertable } from 'kysely';
import { queueRank } from '../../src/cases/queue-place.ts';
import { QUEUES, type Queue } from '../../src/cases/queues.ts';
import { indexCase } from '../../src/cases/search.ts';
import type { Db } from '../../src/db/open.ts';
import { q, run, transact } from '../../src/db/query.ts';
import type { Schema } from '../../src/db/schema.ts';

/** Rows as the acts leave them, without living each case through: queues are tested by the hundred. */
export type Sample = Partial<Insertable<Schema['cases']>> & { id: number };

export function writeCase(db: Db, sample: Sample): number {
  run(
    db,
    q.insertInto('cases').values({
      ...{ number: `N${sample.id}`, status: 'accepted', kind: 'complaint', channel: 'phone' },
      ...{ headline: '路灯不亮', text: '清源路路灯坏了三天。', received_at: sample.id },
      ...{ received_day: '2026-11-23', received_month: '2026-11' },
      ...{ last_event_at: sample.id, last_act: 'receive' },
      queue_rank: queueRank(sample.urgent === 1, sample.next_due_at ?? null),
      ...sample,
    }),
  );
  indexCase(db, sample.id);
  return sample.id;
}

export function writeCases(db: Db, samples: readonly Sample[]): number[] {
  return transact(db, () => samples.map((sample) => writeCase(db, sample)));
}

/** One case given to one agency, waiting to be signed. */
export function give(
  db: Db,
  caseId: number,
  agencyId: number,
  more: Partial<Insertable<Schema['assignments']>> = {},
): number {
  return run(
    db,
    q.insertInto('assignments').values({
      ...{ case_id: caseId, agency_id: agencyId, role: 'lead', status: 'unsigned', dispatched_at: caseId },
      queue_rank: queueRank(false, more.next_due_at ?? null),
      ...more,
    }),
  ).id;
}

export function queue(key: string): Queue {
  const found = QUEUES.find((each) => each.key === key);
  if (!found) throw new Error(`no queue ${key}`);
  return found;
}

/** A node under another, or at the top. */
export function node(
  db: Db,
  tree: 'areas' | 'categories',
  parent: { id: number; path: string; level: number } | null,
  name: string,
) {
  const path = parent ? `${parent.path}/${name}` : name;
  const level = (parent?.level ?? 0) + 1;
  const row = { parent_id: parent?.id ?? null, name, path, level, search_keys: name };
  return { id: run(db, q.insertInto(tree).values(row)).id, path, level };
}
