import { MINUTE } from '../../calendar/days.ts';
import {
  addSessions,
  addWorkingDays,
  subtractSessions,
  subtractWorkingDays,
} from '../../calendar/working-time.ts';
import type { Limits } from '../../presets/types.ts';
import { type Cell, whole } from '../cells.ts';
import { fields, type Part } from '../parts.ts';
import type { Policy } from '../policy.ts';
import { type Moment, type Subject, sayAt } from '../subject.ts';

const days = (label: string, help: string) => whole(label, { unit: '个工作日', max: 250, help });
const sessions = (label: string, help: string): Cell<number> => ({
  ...whole(label, { unit: '个半日', max: 500, help }),
  say: (count) => (count === 1 ? '半个工作日' : `${count} 个半日`),
});
const minutes = (label: string, help: string) => whole(label, { unit: '分钟', max: 10_080, help });
const times = (label: string, help: string, min = 1) => whole(label, { unit: '次', min, max: 20, help });

/** Every limit in its group, with the rule it comes from. */
const GROUPS: readonly { name: string; title: string; cells: Partial<Record<keyof Limits, Cell<number>>> }[] =
  [
    {
      name: 'intake',
      title: '受理派单',
      cells: {
        acceptDays: days('受理', '登记后多久内受理、不予受理或答复。'),
        acceptUrgentMinutes: minutes('紧急诉求受理', '危及生命财产安全的诉求立即受理。'),
        dispatchDays: days('派单', '受理后多久内分办。'),
        dispatchUrgentMinutes: minutes('紧急诉求派单', '紧急诉求立即派单，并电话告知承办单位。'),
      },
    },
    {
      name: 'signing',
      title: '签收退件',
      cells: {
        signSessions: sessions('签收', '派单后多久内签收；一个半日为一个上午或下午。'),
        signUrgentMinutes: minutes('紧急诉求签收', '自派单起算，不分上下班。'),
        returnDays: days('退件', '不属于本单位职责的，签收后多久内提出。'),
        returnUrgentMinutes: minutes('紧急诉求退件', '紧急诉求立即退件，自签收起算。'),
      },
    },
    {
      name: 'withdrawal',
      title: '撤诉',
      cells: { withdrawDays: days('撤诉', '受理超过多久的，不予撤诉；值班长可以例外，记录在案。') },
    },
    {
      name: 'extension',
      title: '延期',
      cells: {
        extensionSessionsBefore: sessions('提出延期', '最迟在答复时限前多久书面提出。'),
        extensionsAllowed: times('准予延期', '每件最多几次，每次不超过原期限；0 为不准延期。', 0),
      },
    },
    {
      name: 'callback',
      title: '回访',
      cells: {
        callbackDays: days('回访', '答复后多久内回访。'),
        callbackAttempts: times('未接通', '联系几次仍未接通的，可以办结。'),
        callbackSpacingMinutes: minutes('再次拨打间隔', '两次拨打同一诉求人之间。'),
        afterServiceMinutes: minutes('当场回访', '服务结束后多久内可以当场回访，不受免打扰时段限制。'),
      },
    },
    {
      name: 'supervision',
      title: '核实督办',
      cells: {
        verifyDays: days('核实', '回访不满意的，多久内核实。'),
        pressApartMinutes: minutes('再次催办间隔', '两次人工催办同一工单之间。'),
        redosToSupervision: times('转入督办', '第几次核实属于承办单位责任时，在重办的同时转入督办。'),
      },
    },
    {
      name: 'cards',
      title: '黄牌',
      cells: { yellowDays: days('黄牌提醒', '时限前多久发黄牌；超期为红牌。') },
    },
  ];

function groupPart({ name, title, cells }: (typeof GROUPS)[number]): Part {
  return fields<Partial<Limits>>({
    ...{ name, title },
    cells,
    from: ({ limits }) => limits,
    to: (values, { limits }) => ({ limits: { ...limits, ...values } }),
  });
}

export const limits: Subject = {
  slug: 'limits',
  title: '时限',
  group: '期限',
  keys: ['limits'],
  words: [
    '工作日期限自次日起算，到最后一个工作日下班时止；半日期限自下一个上午或下午起算；分钟不分上下班，立即起算。',
    '各诉求类型的答复时限在“诉求类型与办理期限”中设置。',
  ],
  parts: GROUPS.map(groupPart),
  summary: ({ limits }) =>
    GROUPS.map(({ title, cells }) => {
      const said = Object.entries(cells).map(([name, cell]) => inSummary(name as keyof Limits, cell, limits));
      return `${title}：${said.join('，')}`;
    }),
  example: ({ limits, kinds }, moment) => exampleOf(limits, kinds, moment),
};

/** Where the bare name and its value would say something else. */
const IN_WORDS: Partial<Record<keyof Limits, (said: string) => string>> = {
  signSessions: (said) => `派单后${said}内签收`,
  withdrawDays: (said) => `受理后${said}内可以撤诉`,
  extensionSessionsBefore: (said) => `最迟在答复时限前${said}提出`,
  callbackAttempts: (said) => `联系${said}未接通的可以办结`,
  afterServiceMinutes: (said) => `服务结束后${said}内可当场回访`,
  redosToSupervision: (said) => `第${said}核实属于承办单位责任的转入督办`,
  yellowDays: (said) => `时限前${said}`,
};

/** A space stands only before a figure. */
function inSummary(name: keyof Limits, cell: Cell<number>, limits: Limits): string {
  const value = cell.say(limits[name], NO_LISTS);
  const said = /^\d/.test(value) ? ` ${value}` : value;
  return IN_WORDS[name]?.(said).trimStart() ?? `${cell.label}${said}`;
}

const NO_LISTS = { kinds: [], categories: [], agencies: [], usualFolder: '' };

function exampleOf(limits: Limits, kinds: Policy['kinds'], moment: Moment): string[] {
  const { now, word, calendar } = moment;
  const say = (at: number) => sayAt(at, moment);
  const after = (count: number) => say(addWorkingDays(calendar, now, count));
  const minutesOn = (count: number) => say(now + count * MINUTE);
  const longest = Math.max(...kinds.map(({ replyDays }) => (replyDays === 'same_day' ? 1 : replyDays)));
  const due = addWorkingDays(calendar, now, longest);
  return [
    `${word}登记的诉求应在${after(limits.acceptDays)}前受理，紧急的在${minutesOn(limits.acceptUrgentMinutes)}前；${word}受理的应在${after(limits.dispatchDays)}前派单，紧急的在${minutesOn(limits.dispatchUrgentMinutes)}前。`,
    `${word}派出的应在${say(addSessions(calendar, now, limits.signSessions))}前签收，紧急的在${minutesOn(limits.signUrgentMinutes)}前；${word}签收的应在${after(limits.returnDays)}前退件，紧急的在${minutesOn(limits.returnUrgentMinutes)}前。`,
    `${word}受理的，诉求人可在${after(limits.withdrawDays)}前撤诉。`,
    limits.extensionsAllowed === 0
      ? '不准延期。'
      : `答复时限为${say(due)}的，应在${say(subtractSessions(calendar, due, limits.extensionSessionsBefore))}前提出延期，最多 ${limits.extensionsAllowed} 次。`,
    `${word}答复的应在${after(limits.callbackDays)}前回访；未接通的，${minutesOn(limits.callbackSpacingMinutes).trimStart()}起可以再拨，共 ${limits.callbackAttempts} 次。`,
    `${word}回访不满意的应在${after(limits.verifyDays)}前核实。答复时限为${say(due)}的，${say(subtractWorkingDays(calendar, due, limits.yellowDays)).trimStart()}起为黄牌。`,
  ];
}
