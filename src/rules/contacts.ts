import type { Contact } from '../presets/types.ts';

type Told = { urgent: boolean; emergency: boolean; topCategory: string };

/** Q-A6, G-A3: whom the hotline tells at once of such a case; `topCategory` is '' where it has none. */
export function contactsToTell(contacts: readonly Contact[], given: Told): Contact[] {
  return contacts.filter(
    ({ group, category }) =>
      ((group === 'urgent' && given.urgent) || (group === 'emergency' && given.emergency)) &&
      fits(category, given.topCategory),
  );
}

/** G-A3: the levels of 要事上报 for such a case, lowest first. */
export function upwardsOf(contacts: readonly Contact[], topCategory: string): Contact[] {
  return contacts.filter(({ group, category }) => group === 'upwards' && fits(category, topCategory));
}

function fits(wanted: string, topCategory: string): boolean {
  return wanted === '' || wanted === topCategory;
}

/** The same contact as its words had it before the number was known. */
export function contactOfWords(contacts: readonly Contact[], words: string): Contact | undefined {
  return contacts.find((contact) => [contact, { ...contact, phone: '' }].map(contactWords).includes(words));
}

/** "应急办公室（突发事件报告），电话 0000-8800000"; the same words are the same contact. */
export function contactWords({ name, duty, phone }: Contact): string {
  const who = duty ? `${name}（${duty}）` : name;
  return phone ? `${who}，电话 ${phone}` : who;
}
