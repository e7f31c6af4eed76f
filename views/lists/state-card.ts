import { card, consequence, type Html, html, postButton } from '../ui/index.ts';

export type StateCard = {
  csrf: string;
  /** The entry's own address. */
  href: string;
  active: boolean;
  /** What follows from taking it back into use. */
  enabling: string;
  /** What follows from taking it out of use, and the question before it. */
  disabling: string;
  confirm: string;
};

/** Takes an entry of a list out of use or back into it: nothing is ever deleted. */
export function stateCard({ csrf, href, active, enabling, disabling, confirm }: StateCard): Html {
  if (!active) {
    const enable = postButton({ action: `${href}/enable`, csrf, text: '启用' });
    return card('启用', html`${consequence(enabling)}${enable}`);
  }
  const disable = postButton({ action: `${href}/disable`, csrf, text: '停用', tone: 'danger', confirm });
  return card('停用', html`${consequence(disabling)}${disable}`);
}
