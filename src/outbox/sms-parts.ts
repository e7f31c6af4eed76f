const ALONE = 70;
/** Each part of a longer one gives up three characters to be put together again. */
const JOINED = 67;

/** Parts that carriers here count and charge for a text: 70 characters alone, 67 each when it is split. */
export function smsParts(text: string): number {
  if (text === '') return 0;
  return text.length <= ALONE ? 1 : Math.ceil(text.length / JOINED);
}
