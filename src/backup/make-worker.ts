import { constants, setPriority } from 'node:os';
import { answer } from '../jobs/in-worker.ts';
import { makeBackup } from './make.ts';
import type { BackupOrder, Outcome, Told } from './order.ts';

// The thread of one backup. Pages come first: on Linux the priority is that of the thread alone.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

answer<BackupOrder, Outcome[]>((order, tell) => makeBackup(order, (told: Told) => tell(told)));
