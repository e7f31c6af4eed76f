// Makes a change of the calendar and is killed in the middle of the writing; killed.test.ts looks at what is left.
import { changeCalendar } from '../../src/calendar/change.ts';
import type { Edit } from '../../src/calendar/edit.ts';
import { foresee } from '../../src/calendar/foresee.ts';
import { connect } from '../../src/db/connect.ts';

const [file = '', day = '', after = ''] = process.argv.slice(2);
const edit: Edit = { what: 'day', day, kind: 'holiday', name: '防汛停工' };
const order = { edit, confirmed: null, onward: false, userId: null, draft: null, at: 0 };
const foreseen = foresee(file, edit, () => undefined);
const db = connect(file);
const killed = (done: number) => {
  if (done === Number(after)) process.kill(process.pid, 'SIGKILL');
};
const changed = changeCalendar(db, order, foreseen, killed);
// Committed, but nobody has been told.
if (changed.done) process.kill(process.pid, 'SIGKILL');
