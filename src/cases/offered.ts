import { Invalid } from '../web/errors.ts';

/**
 * The entry of a list that the form offered and the person chose.
 * @throws Invalid at `field` when it is not (or no longer) among them
 */
export function offered<Entry>(
  list: readonly Entry[],
  keyOf: (entry: Entry) => string | number,
  typed: string,
  field: string,
  label: string,
): Entry {
  const entry = list.find((each) => String(keyOf(each)) === typed);
  if (entry === undefined)
    throw new Invalid(`${label}已不可选，请重新选择。`, { [field]: `${label}已不可选，请重新选择。` });
  return entry;
}
