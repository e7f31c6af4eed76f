import type { Slots } from './fill.ts';
import type { DemoCitizen } from './people.ts';
import { pick, type Random, shuffled } from './random.ts';

const fillers: Readonly<Record<string, readonly string[]>> = {
  时间: ['近一个月来', '最近半个多月', '上个月以来', '这两三个月', '最近一段时间', '近二十来天', '最近几周'],
  日前: ['上个月', '前不久', '上个月底', '半年前', '两个月前', '上上个月', '一个多月前', '三个月前'],
  天数: ['三天', '四天', '五天', '一个星期', '六七天'],
  逾期: ['四个月', '半年多', '八个月', '五个多月', '近十个月'],
  人数: ['十几', '二十多', '三十多', '十二', '十八', '二十六'],
  户数: ['十几户', '二十多户', '三十多户', '四十多户', '十八户', '二十七户'],
  金额: ['2600元', '3200元', '3880元', '4600元', '5980元', '6800元', '8600元', '9200元'],
  杂货店: ['一家水果店', '一家五金店', '一家日杂店', '一家粮油店', '一家建材门市'],
  饭店: ['一家火锅店', '一家烧烤店', '一家小炒店', '一家面馆', '一家农家菜馆', '一家鱼庄'],
  超市: ['一家便利店', '一家小超市', '一家零食店', '一家副食店', '一家母婴店'],
  企业: ['清源某制衣厂', '清源某建材厂', '清源某食品厂', '清源某家具厂', '清源某电子厂', '清源某塑料制品厂'],
};

/** The words of one event: where it is, by the home of who tells of it, and how long, how many, how much. */
export function sceneOf({ home, building }: DemoCitizen, random: Random): Slots {
  const [road = '', otherRoad = road] = shuffled(random, home.roads);
  const drawn = Object.entries(fillers).map(([name, values]) => [name, pick(random, values)] as const);
  return {
    ...Object.fromEntries(drawn),
    路: road,
    路2: otherRoad,
    号: `${8 + Math.floor(random() * 260)}号`,
    学校: `清源县${home.school}`,
    小区: home.estate ?? home.community,
    楼: building,
    社区: home.community,
    镇: home.town,
    村: home.community,
    组: building,
  };
}

/** The address of the matter in words: estate and building, or town, village and group. */
export function addressOf({ home, building }: DemoCitizen): string {
  return `${home.town}${home.estate ?? home.community}${building}`;
}
