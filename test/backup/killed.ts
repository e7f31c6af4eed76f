// Makes a backup and is killed at a moment of it; killed.test.ts looks at what is left.
import { makeBackup } from '../../src/backup/make.ts';
import { noteBegun } from '../../src/backup/records.ts';
import { orderOf } from '../../src/backup/running.ts';
import { connect } from '../../src/db/connect.ts';

const [file = '', at = '', phase = ''] = process.argv.slice(2);
const db = connect(file);
const order = orderOf(db, file, 'manual', Number(at));
noteBegun(db, order, null);
await makeBackup(order, (told) => {
  const name = 'stage' in told ? told.stage.phase : 'stored';
  if (name === phase) process.kill(process.pid, 'SIGKILL');
});
