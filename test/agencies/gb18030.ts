/** A text as Excel in China saves it. Node only decodes GB18030, so the table is turned round here. */
export function toGb18030(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Array.from(text).flatMap((char) => {
    const code = char.charCodeAt(0);
    return code < 0x80 ? [code] : (twoBytes().get(char) ?? [0x3f]);
  });
  return Uint8Array.from(bytes);
}

let table: Map<string, number[]> | undefined;

function twoBytes(): Map<string, number[]> {
  if (table) return table;
  const decoder = new TextDecoder('gb18030');
  table = new Map();
  for (let high = 0xb0; high <= 0xf7; high++) {
    for (let low = 0xa1; low <= 0xfe; low++) table.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  }
  return table;
}
