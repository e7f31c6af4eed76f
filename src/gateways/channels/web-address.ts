/** What is wrong with a setting that must be an http(s) address; empty where nothing is. */
export function originFault(field: string, text = ''): Record<string, string> {
  const fault = addressFault(text);
  return text === '' || fault === null ? {} : { [field]: fault };
}

/** What is wrong with an address, in words; null where nothing is. */
export function addressFault(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const fine = url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '';
  return fine ? null : '请填写以 http:// 或 https:// 开头的完整地址。';
}
