import { type Home, townHomes, villageHomes } from './places.ts';
import { pick, seeded } from './random.ts';

export type DemoCitizen = { name: string; phone: string; home: Home; building: string };

const surnames = [...'赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳'];
const numerals = ['一', '二', '三', '四', '五', '六', '七', '八'];

/** The invented callers: some ring more than once, so a number has a history. Mobile numbers are 139 0000 1000 up. */
export const townsfolk: readonly DemoCitizen[] = Array.from({ length: 190 }, (_, n) => citizen(n, townHomes));
export const villagers: readonly DemoCitizen[] = Array.from({ length: 90 }, (_, n) =>
  citizen(190 + n, villageHomes),
);

function citizen(n: number, homes: readonly Home[]): DemoCitizen {
  const random = seeded(n + 1);
  const home = pick(random, homes);
  const unit = `${1 + Math.floor(random() * 18)}栋${1 + Math.floor(random() * 3)}单元`;
  return {
    name: `${surnames[(n * 5) % surnames.length]}${random() < 0.5 ? '先生' : '女士'}`,
    phone: `1390000${1000 + n * 31}`,
    home,
    building: home.estate === null ? `${pick(random, numerals)}组` : unit,
  };
}
