import { auditFigures } from '../audit/troubles.ts';
import { backupFigures } from '../backup/troubles.ts';
import type { Db } from '../db/open.ts';
import { diskFigures } from '../disk/troubles.ts';
import { allGateways } from '../gateways/queries.ts';
import type { MessageStatus } from '../outbox/message.ts';
import { countMessages } from '../outbox/queries.ts';
import { lastDrill } from '../restore/drill-queries.ts';
import { loadedYears, oldestDue } from './queries.ts';
import { type Trouble, troublesOf } from './troubles.ts';

/**
 * What a monitor is told, part by part: figures alone, for anybody may ask. 'degraded' means that an administrator has to
 * look after something while the system goes on working.
 */
export function monitored(db: Db, now: number) {
  const troubles = troublesOf(db, now);
  const of = (part: Trouble['part']) => troubles.filter((trouble) => trouble.part === part);
  const state = (some: readonly unknown[]) => (some.length > 0 ? 'degraded' : 'ok');
  const due = oldestDue(db, now);
  return {
    status: state(troubles),
    jobs: { status: state(of('jobs')), failing: of('jobs').map(({ key }) => key.replace('job ', '')) },
    outbox: {
      status: state(of('outbox')),
      oldestWaitingSeconds: due === null ? 0 : Math.floor((now - due) / 1000),
      queued: upToThousand(db, 'queued'),
      uncertain: upToThousand(db, 'uncertain'),
      dead: upToThousand(db, 'dead'),
    },
    gateways: {
      status: state(of('gateways')),
      down: allGateways(db).filter(({ active, down_since }) => active === 1 && down_since !== null).length,
    },
    backup: { status: state(of('backup')), ...backupFigures(db, now), lastDrill: drillFigures(db, now) },
    calendar: { status: state(of('calendar')), years: loadedYears(db) },
    audit: { status: state(of('audit')), ...auditFigures(db, now) },
    disk: { status: state(of('disk')), ...diskFigures(db) },
  };
}

/** The newest one that has ended: what came of it and how long ago. */
function drillFigures(
  db: Db,
  now: number,
): { result: 'good' | 'sealed' | 'failed'; ageSeconds: number } | null {
  const last = lastDrill(db);
  if (!last || last.state === 'running') return null;
  return { result: last.state, ageSeconds: Math.max(0, Math.floor((now - last.startedAt) / 1000)) };
}

function upToThousand(db: Db, status: MessageStatus): number {
  return Number.parseInt(countMessages(db, status), 10);
}
