import { pairsOf, phraseOf } from './bigrams.ts';
import { charsOf, normaliseText, splitRuns } from './runs.ts';

// Similar and repeated cases while a text is being typed (X-A1), on any size of archive.
// One OR over the words of a text ordered by bm25 costs seconds at a million rows: frequent words touch every row. Instead
// a few short telling phrases are each asked for their newest rows, bounded by a limit and by a window of ids; a phrase
// that fills its limit says little, one with few rows says much. The best rows are then compared in whole.

export interface SimilarSource {
  /**
   * Newest ids that hold the phrase, at most `limit`:
   * `select rowid from F where F match ? and rowid > ? order by rowid desc limit ?`.
   * The lower bound (newest id - 200,000, say) is what keeps the worst phrase cheap: FTS5 stops there.
   */
  newest(match: string, limit: number): readonly number[];
  /** The text of one row, or null where it is gone or the person may not see it. */
  textOf(id: number): string | null;
}

export interface Similar {
  id: number;
  /** 0 to 1, see `similarity`. */
  score: number;
}

/** Both steps: the ids most like `text`, best first. Below `least` two cases have a kind of matter in common, not a matter. */
export function findSimilar(text: string, source: SimilarSource, most = 5, least = 0.15): Similar[] {
  const hits = similarQueries(text).map((match) => source.newest(match, HITS_A_PHRASE));
  const wanted = tellingPairs(text);
  return mostNamed(hits)
    .map((id) => ({ id, score: overlap(wanted, tellingPairs(source.textOf(id) ?? '')) }))
    .filter((found) => found.score >= least)
    .sort((a, b) => b.score - a.score || b.id - a.id)
    .slice(0, most);
}

/** How alike two texts are, 0 to 1: shared telling pairs over the geometric mean of both counts. */
export function similarity(a: string, b: string): number {
  return overlap(tellingPairs(a), tellingPairs(b));
}

/** First step: up to 12 FTS5 phrases of three characters that are likely names of places, firms and things. */
export function similarQueries(text: string): string[] {
  const weights = new Map<string, number>();
  for (const run of splitRuns(normaliseText(text))) {
    for (const phrase of run.cjk ? tellingTriples(charsOf(run.text)) : []) {
      weights.set(phrase, (weights.get(phrase) ?? 0) + (PLACE_END.test(phrase) ? 2 : 1));
    }
  }
  // A sort is stable: among equals the headline and the first sentences go first.
  const best = [...weights].sort((a, b) => b[1] - a[1]).slice(0, PHRASES);
  return best.map(([phrase]) => phraseOf([{ cjk: true, text: phrase }], false));
}

const PHRASES = 12;
const HITS_A_PHRASE = 40;
const COMPARED = 30;

function mostNamed(hits: readonly (readonly number[])[]): number[] {
  const votes = new Map<number, number>();
  for (const ids of hits) {
    for (const id of ids) votes.set(id, (votes.get(id) ?? 0) + 1 / Math.sqrt(ids.length));
  }
  const best = [...votes].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return best.slice(0, COMPARED).map(([id]) => id);
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  return a.intersection(b).size / Math.sqrt(a.size * b.size);
}

function tellingPairs(text: string): Set<string> {
  const pairs = new Set<string>();
  for (const run of splitRuns(normaliseText(text))) {
    if (!run.cjk) pairs.add(run.text);
    else for (const pair of pairsOf(charsOf(run.text))) if (!isCommon(pair)) pairs.add(pair);
  }
  return pairs;
}

function tellingTriples(chars: readonly string[]): string[] {
  const pairs = pairsOf(chars);
  const triples: string[] = [];
  for (let at = 1; at < pairs.length; at++) {
    const [first, second] = [pairs[at - 1] ?? '', pairs[at] ?? ''];
    if (!isCommon(first) && !isCommon(second)) triples.push(`${chars[at - 1]}${second}`);
  }
  return triples;
}

function isCommon(pair: string): boolean {
  if (COMMON_PAIRS.has(pair)) return true;
  for (const char of pair) if (FUNCTION_CHARACTERS.has(char)) return true;
  return false;
}

const PLACE_END = /[路街巷道村镇乡区苑园城府庭湾院校站店厂桥楼栋里坊司]$/u;
const FUNCTION_CHARACTERS = new Set(
  '的了是我你他她它们在和与及或就也不没都这那有为对把被给让使等之其而且但因此所以着过很太更最再又还请您吗呢吧啊么',
);

/** What nearly every request says, whatever it is about. */
const COMMON_PAIRS = new Set(
  (
    '问题 部门 政府 领导 一个 希望 现在 小区 相关 关部 严重 可以 解决 居民 情况 工作 业主 投诉 公司 影响 已经 能够 时间 ' +
    '进行 要求 生活 尊敬 咨询 安全 作为 百姓 老百 人员 多次 建设 一直 反映 处理 就是 管理 如果 人民 谢谢 环境 本人 需要 ' +
    '无法 关于 存在 国家 规划 通过 任何 目前 街道 回复 部分 知道 造成 规定 导致 自己 开始 政策 行为 时候 一样 社区 其他 ' +
    '得到 物业 怎么 每天 而且 个月 交通 电话 学校 城市 一下 合理 办理 至今 重视 应该 附近 项目 由于 周边 单位 服务 地方 ' +
    '施工 正常 发展 合法 法律 工程 市政 方便 晚上 根据 或者 经过 尽快 看到 今年 去年 通知 车辆 房屋 个人 只能 属于 社会 ' +
    '实际 违法 出行 同时 群众 直接 出现 结果 居住 基本 甚至 申请 利益 发现 经常 隐患 责任 以及 第一 一次 根本 当时 发生 ' +
    '市民 了解 考虑 必须 举报 标准 按照 经济 特别 办法 增加 感谢 负责 村民 一年 具体 公共 提供 民生 完全 建议 反馈 核实 ' +
    '回访 来电 来话 市场 有限 限公 什么 没有 我们 您好 你好 叔叔 书记 市长 主任 先生 女士 多年 几年 长期 严格 整改 改善'
  ).split(' '),
);
