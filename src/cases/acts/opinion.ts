import { longText } from '../../web/forms.ts';

/** What may be added in a sentence or two. @param wish a reminder, where an agency reads it */
export function opinion(label: string, wish: { help?: string } = {}) {
  return longText(label, { required: false, rows: 2, max: 500, ...wish }).optional();
}
