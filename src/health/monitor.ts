import { auditFigures } from '../audit/troubles.ts';
import type { Db } from '../db/open.ts';
import { allGateways } from '../gateways/queries.ts';
import type { MessageStatus } from '../outbox/message.ts';
import { countMessages } from '../outbox/queries.ts';
import { oldestDue } from './queries.ts';
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
    calendar: { status: state(of('calendar')) },
    audit: { status: state(of('audit')), ...auditFigures(db, now) },
  };
}

function upToThousand(db: Db, status: MessageStatus): number {
  return Number.parseInt(countMessages(db, status), 10);
}
