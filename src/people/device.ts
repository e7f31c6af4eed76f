const BROWSERS = [
  ['MicroMessenger', '微信'],
  ['Edg', 'Edge 浏览器'],
  ['Firefox', 'Firefox 浏览器'],
  ['Chrome', 'Chrome 浏览器'],
  ['Safari', 'Safari 浏览器'],
] as const;

const SYSTEMS = [
  ['Android', '安卓手机'],
  ['iPhone', '苹果手机'],
  ['iPad', '苹果平板'],
  ['Windows', 'Windows 电脑'],
  ['Mac OS', '苹果电脑'],
  ['Linux', 'Linux 电脑'],
] as const;

/** What a browser calls itself, in words by which people know their own devices. */
export function deviceOf(agent: string): string {
  const known = [SYSTEMS, BROWSERS].map((list) => list.find(([mark]) => agent.includes(mark))?.[1]);
  return known.filter((word) => word !== undefined).join('，') || '未知设备';
}
