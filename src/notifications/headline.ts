/** Q-A7: of a confidential case no message says what it is about. */
export const CONFIDENTIAL_HEADLINE = '保密工单';

const LONGEST = 20;

/** A headline as it stands in a message: short, and without telephone and identity numbers (C-M1). */
export function headlineInMessage(headline: string): string {
  return inMessage(headline, LONGEST);
}

/** What somebody wrote as it stands in a message: `longest` characters in one line, without numbers (C-M1). */
export function inMessage(text: string, longest: number): string {
  const chars = [...withoutNumbers(text.replace(/\s+/g, ' ').trim())];
  return chars.length <= longest ? chars.join('') : `${chars.slice(0, longest - 1).join('')}…`;
}

/** Seven digits or more, half or full width, however they are grouped; an identity number may end in X. */
const NUMBER = /[+＋]?[0-9０-９](?:[-‐–—－ ()（）.·]?[0-9０-９]){6,}[xXｘＸ]?/g;
const DAY = /^(?:19|20)\d\d[-.]\d{1,2}[-.]\d{1,2}$/;

function withoutNumbers(text: string): string {
  return text.replace(NUMBER, (number) => (DAY.test(number) ? number : '***'));
}
