import { dayOf } from '../../../src/calendar/local-time.ts';
import { pick, type Random } from '../../../src/demo/texts/random.ts';
import type { Cast } from './cast.ts';
import { courseOf } from './course.ts';
import { formKey, type Life, received } from './life.ts';
import { live } from './live.ts';
import type { Rows } from './rows.ts';
import { estate, rareName, words } from './text.ts';

const YEARS = 3 * 365 * 24 * 3_600_000;
const KINDS = ['complaint', 'complaint', 'complaint', 'help', 'help', 'consultation', 'suggestion'] as const;
const CHANNELS = ['phone', 'phone', 'phone', 'phone', 'phone', 'web', 'web', 'email', 'walk_in'] as const;
const SURNAMES = [...'赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张'];

/**
 * Makes the cases of a file one after the other, in the order in which they were received.
 * @param share of the three years, the newest, in which all of them lie
 */
export function caseMaker(random: Random, cast: Cast, count: number, now: number, share: number) {
  const numbers = new Map<string, number>();
  let lastId = 0;
  let assignments = 0;
  const add = (index: number, rows: Rows): void => {
    const at = Math.floor(now - 60_000 - (YEARS * share * (count - index - random())) / count);
    const id = Math.max(lastId + 1, Math.floor(at / 1000) * 1000);
    lastId = id;
    const { steps, open } = courseOf(random, share * (1 - index / count));
    const said = words(random);
    const operator = pick(random, cast.operators);
    const life: Life = {
      ...{ random, cast, rows, now, open, words: said, clocks: [], assignments: [], operator },
      office: pick(random, random() < 0.5 ? cast.offices.slice(0, 8) : cast.offices),
      nextAssignment: () => ++assignments,
      row: {
        ...{ id, number: numberOf(numbers, at), status: 'received', kind: pick(random, KINDS) },
        ...{ channel: pick(random, CHANNELS), headline: said.headline, text: said.text },
        ...{ category_id: pick(random, cast.categories), area_id: pick(random, cast.areas) },
        ...{ place: `${estate(random)}${1 + Math.floor(random() * 40)}栋`, urgent: random() < 0.03 ? 1 : 0 },
        ...{ confidential: random() < 0.04 ? 1 : 0, first_operator: operator.id, lead_agency_id: null },
        ...{
          round: 0,
          outcome: null,
          answer: null,
          rejection_reason: null,
          ...received(at),
          closed_at: null,
        },
        ...{ next_clock: null, next_due_at: null, queue_rank: null, last_event_at: at, last_act: 'receive' },
        intake_key: formKey(random),
      },
    };
    live(life, steps);
    const phone = phoneOf(random, count);
    rows.citizens.push(citizen(random, id, phone));
    if (life.row.channel === 'phone') rows.call_records.push(call(life, phone));
  };
  return { add, numbers };
}

/** YYYYMMDD-NNNN, counted as src/cases/number.ts does. */
function numberOf(numbers: Map<string, number>, at: number): string {
  const day = dayOf(at).replaceAll('-', '');
  const number = (numbers.get(day) ?? 0) + 1;
  numbers.set(day, number);
  return `${day}-${String(number).padStart(4, '0')}`;
}

/** A third of the calls come from numbers that ring again and again. */
function phoneOf(random: Random, count: number): string {
  const regular = random() < 0.33;
  const number = Math.floor(random() * (regular ? Math.max(20, count / 20) : 900_000_000));
  return `1${regular ? '39' : '58'}${String(number).padStart(8, '0').slice(-8)}`;
}

function citizen(random: Random, id: number, phone: string): Rows['citizens'][number] {
  const name = `${pick(random, SURNAMES)}${random() < 0.5 ? rareName(random, 2) : '先生'}`;
  return {
    case_id: id,
    name,
    phone,
    phone_typed: phone,
    address: `${estate(random)}${Math.floor(random() * 30)}栋`,
  };
}

function call({ row, operator }: Life, number: string): Rows['call_records'][number] {
  const started = row.received_at - 150_000;
  return {
    ...{ case_id: row.id, direction: 'in', number, user_id: operator.id },
    ...{ started_at: started, answered_at: started + 6000, ended_at: row.received_at },
  };
}
