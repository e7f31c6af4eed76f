// Names on screens, messages and prints that do not need them (C-M1, Q-A7).

const COMPOUND_SURNAMES = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 长孙 宇文 轩辕 独孤 南宫 司空'.split(' '),
);

/** 张三丰 gives 张**, 欧阳修 gives 欧阳*; a form of address such as 张先生 names nobody and stays. */
export function maskName(name: string): string {
  const chars = Array.from(name.trim());
  if (/^.{1,2}(先生|女士|小姐|老师|同志|大爷|阿姨)$/u.test(chars.join(''))) return chars.join('');
  const kept = chars.length > 2 && COMPOUND_SURNAMES.has(`${chars[0]}${chars[1]}`) ? 2 : 1;
  return chars.slice(0, kept).join('') + '*'.repeat(Math.min(2, Math.max(0, chars.length - kept)));
}
