/** What is wrong with a setting that must be an http(s) address; empty where nothing is. */
export function originFault(field: string, text = ''): Record<string, string> {
  const fault = addressFault(text);
  return text === '' || fault === null ? {} : { [field]: fault };
}

/** What is wrong with an address, in words; null where nothing is. */
export function addressFault(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const fine = url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '';
  if (!fine) return '请填写以 http:// 或 https:// 开头的完整地址。';
  if (url.username !== '' || url.password !== '')
    return '地址中不能带用户名和密码，请删去 @ 及其前面的部分，需要时写入请求头或内容模板。';
  return BAD_PORTS.has(Number(url.port)) ? `端口 ${url.port} 不能用于 HTTP 接口，请核对地址。` : null;
}

/** Ports that `fetch` never connects to: https://fetch.spec.whatwg.org/#port-blocking */
const BAD_PORTS: ReadonlySet<number> = new Set([
  ...[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  ],
  ...[
    109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  ],
  ...[526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049],
  ...[3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
]);
