import { type Occasion, type OccasionCode, occasionOf } from './occasions.ts';

export type Placeholder = {
  name: string;
  /** What stands there when it is sent. */
  meaning: string;
  sample: string;
  /** Whether it can be said on an occasion. */
  at: (occasion: Occasion, code: OccasionCode) => boolean;
  /** The occasions in words, where they are not all. */
  where?: string;
};

const always = () => true;
const toCitizen = ({ to }: Occasion) => to[0] === 'citizen';
/** Only whoever has an account can follow a link into this system. */
const withAccount = ({ to }: Occasion) => to[0] !== 'citizen' && to[0] !== 'contact';
const aboutAgency = (_: Occasion, code: OccasionCode) => !BEFORE_DISPATCH.has(code);
const withLimit = (occasion: Occasion, code: OccasionCode) =>
  'clock' in occasion.at || (withAccount(occasion) && aboutAgency(occasion, code));

const BEFORE_DISPATCH: ReadonlySet<OccasionCode> = new Set([
  'accept_after_due',
  'dispatch_after_due',
  'contacts',
  'citizen_accepted',
  'citizen_answered',
]);

function aboutReply(occasion: Occasion, code: OccasionCode): boolean {
  if ('clock' in occasion.at) return occasion.at.clock === 'reply' && occasion.at.moment !== 'daily';
  return code === 'extension_to_agree' || code === 'extension_to_judge';
}

/**
 * What a text may fill in. Nothing of a person is among them: no name, number or address can be put into a message.
 */
export const PLACEHOLDERS = [
  { name: '工单号', meaning: '工单编号', sample: '20261123-0001', at: always },
  {
    name: '标题',
    meaning: '工单标题，约 20 字，其中的号码隐去；保密工单只写“保密工单”',
    sample: '清源路路灯坏了三天',
    at: always,
  },
  { name: '类型', meaning: '诉求类型', sample: '投诉', at: always },
  { name: '紧急程度', meaning: '紧急、突发或一般', sample: '紧急', at: always },
  { name: '区域', meaning: '所属区域；保密工单不写', sample: '城关街道', at: always },
  {
    name: '单位',
    meaning: '承办单位简称',
    sample: '城管局',
    at: aboutAgency,
    where: '派单以后的提醒',
  },
  {
    name: '时限',
    meaning: '所提醒的时限',
    sample: '11月25日 17:30',
    at: withLimit,
    where: '有时限的提醒',
  },
  {
    name: '剩余',
    meaning: '距时限还有多久',
    sample: '剩 1 个工作日',
    at: (occasion, code) => withLimit(occasion, code) && !isLate(occasion),
    where: '到期前的提醒',
  },
  {
    name: '超期',
    meaning: '超过时限多久',
    sample: '超期 1 天',
    at: isLate,
    where: '超期后的提醒',
  },
  {
    name: '催办内容',
    meaning: '催办时填写的内容，约 60 字，其中的号码隐去；保密工单不写',
    sample: '诉求人再次来电，请今天安排检修',
    at: (_, code) => code === 'pressed',
    where: '人工催办',
  },
  {
    name: '延期截止',
    meaning: '最迟何时申请并经分管领导同意延期',
    sample: '11月25日 14:00',
    at: aboutReply,
    where: '办理到期、延期的提醒',
  },
  {
    name: '链接',
    meaning: '打开工单的网址；没有设置系统网址时不写',
    sample: 'https://12345.example.cn/cases/1795395600000',
    at: withAccount,
    where: '发给工作人员的提醒',
  },
  { name: '热线名称', meaning: '热线名称', sample: '12345 便民服务热线', at: always },
  { name: '热线号码', meaning: '热线号码', sample: '12345', at: always },
  {
    name: '查询码',
    meaning: '凭工单号和查询码可以查询办理情况',
    sample: '582914',
    at: toCitizen,
    where: '告知诉求人',
  },
  {
    name: '评价链接',
    meaning: '诉求人评价的网址；没有设置系统网址时不写',
    sample: 'https://12345.example.cn/r/k7mxw2rt9pqab',
    at: (occasion, code) => toCitizen(occasion) && code !== 'citizen_accepted',
    where: '告知诉求人已答复',
  },
] as const satisfies readonly Placeholder[];

/** What says what a case is about and where: kept with a message only where its text says it (Q-A7). */
export const TELLING: ReadonlySet<string> = new Set<PlaceholderName>(['标题', '区域', '催办内容']);

export type PlaceholderName = (typeof PLACEHOLDERS)[number]['name'];

function isLate({ at }: Occasion): boolean {
  return 'clock' in at && (at.moment === 'after_due' || at.moment === 'daily');
}

/** Those that an occasion can fill. */
export function placeholdersOf(code: OccasionCode): Placeholder[] {
  const occasion = occasionOf(code);
  return PLACEHOLDERS.filter((each: Placeholder) => each.at(occasion, code));
}

/** `{工单号}`; full-width braces are what a Chinese keyboard gives. */
const HOLE = /[{｛]([^{}｛｝]*)[}｝]/g;

/** The names between braces, as they stand in the text. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(HOLE)].map(([, name = '']) => name.trim());
}

/** The text with each placeholder replaced by what `value` says. */
export function replaced(text: string, value: (name: string) => string): string {
  return text.replace(HOLE, (_, name: string) => value(name.trim()));
}
