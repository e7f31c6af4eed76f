import { pick, type Random } from '../../../src/demo/texts/random.ts';
import { type Template, templates } from '../../../src/demo/texts/templates.ts';

// Requests of about 200 characters from the clauses of the demonstration's templates. Real texts have a long tail of
// names, and a full-text index with only frequent pairs would flatter the search: so places and firms are drawn anew.

const NAME_CHARACTERS = [
  ...'安邦北滨昌长朝晨成春大德登鼎东恩丰凤福港高古冠光广桂国海翰和河恒红宏鸿湖虎花华怀惠嘉建江金锦京景静九君凯康乐',
  ...'兰丽联良林临灵龙隆鲁绿伦罗马茂梅美民明牡木南宁牛盘鹏平坪普齐启前乾青清秋泉群仁荣瑞润三森沙山尚少深升盛石世双',
  ...'水顺思松苏台泰桃天田通同桐铜土万旺望文武西溪仙贤祥翔向小新信兴星雄秀旭雅延阳洋尧业一宜义益银英永友佑渔宇玉园',
  ...'源远月云运泽增展章兆振镇正芝志中忠州竹柱卓子紫祖尊',
];

/** A name of two or three characters, mostly one that no other case has. */
export function rareName(random: Random, length: number): string {
  let name = '';
  for (let at = 0; at < length; at++) name += pick(random, NAME_CHARACTERS);
  return name;
}

/** Estates are few enough to be found again: some hundred cases each in a million. */
const ESTATES = 5000;

/** Four characters that stand for one of the estates, in texts and places. */
export function estate(random: Random): string {
  const number = Math.floor(random() * ESTATES);
  const at = (n: number) => NAME_CHARACTERS[n % NAME_CHARACTERS.length] ?? '';
  return `${at(number)}${at(number * 7 + 3)}${at(number * 31 + 11)}苑`;
}

type Part = string | readonly string[] | ((random: Random) => string);
type Sentence = readonly Part[];

const whole = (from: number, to: number, unit: string) => (random: Random) =>
  `${from + Math.floor(random() * (to - from))}${unit}`;

const SLOTS: Readonly<Record<string, (random: Random) => string>> = {
  小区: estate,
  路: (random) => `${rareName(random, 2)}路`,
  路2: (random) => `${rareName(random, 2)}街`,
  号: whole(1, 400, '号'),
  楼: whole(1, 40, '栋'),
  社区: (random) => `${rareName(random, 2)}社区`,
  镇: (random) => `${rareName(random, 1)}石镇`,
  村: (random) => `${rareName(random, 2)}村`,
  组: whole(1, 12, '组'),
  学校: (random) => `${rareName(random, 2)}小学`,
  企业: (random) => `${rareName(random, 3)}有限公司`,
  饭店: (random) => `${rareName(random, 2)}饭店`,
  杂货店: (random) => `${rareName(random, 2)}商行`,
  超市: (random) => `${rareName(random, 2)}超市`,
  金额: whole(200, 90_000, '元'),
  户数: whole(3, 90, '户'),
  人数: whole(3, 90, ''),
  天数: whole(2, 30, '天'),
};

type Matter = { headline: Sentence; clauses: readonly Sentence[]; reply: Sentence; handling: Sentence };

const MATTERS: readonly Matter[] = templates.map((template) => ({
  headline: parsed(template.headline),
  clauses: (template.text.match(/(?:\{[^}]*\}|[^，。；：])+/g) ?? []).map(parsed),
  reply: parsed(replyOf(template)),
  handling: parsed('handling' in template ? template.handling : replyOf(template)),
}));

function replyOf(template: Template): string {
  if ('reply' in template) return template.reply;
  return 'answer' in template ? template.answer : '您反映的事项不在本热线受理范围内，请通过告知的渠道反映。';
}

function parsed(text: string): Sentence {
  return text.split(/(\{[^}]*\})/).map((piece) => {
    if (!piece.startsWith('{')) return piece;
    const inside = piece.slice(1, -1);
    return inside.includes('|') ? inside.split('|') : (SLOTS[inside] ?? ((random) => rareName(random, 2)));
  });
}

function say(random: Random, sentence: Sentence): string {
  let text = '';
  for (const part of sentence) {
    text += typeof part === 'string' ? part : typeof part === 'function' ? part(random) : pick(random, part);
  }
  return text;
}

export type Words = { headline: string; text: string; reply: string; handling: string };

/** What one case says: a request of 120 to 280 characters, a headline, and how it was settled. */
export function words(random: Random): Words {
  const matter = pick(random, MATTERS);
  const wanted = 120 + random() * 160;
  let text = matter.clauses.map((clause) => say(random, clause)).join('，');
  while (text.length < wanted)
    text += `${random() < 0.3 ? '。' : '，'}${say(random, pick(random, pick(random, MATTERS).clauses))}`;
  return {
    headline: say(random, matter.headline).slice(0, 40),
    text: `${text}。`,
    reply: say(random, matter.reply),
    handling: say(random, matter.handling),
  };
}
