import { field, type Html } from '../ui/index.ts';

/** What was said by telephone, and to whom. @param idPrefix where a page has several of them */
export function toldField(idPrefix?: string): Html {
  return field({
    name: 'note',
    widget: 'text',
    label: '通知情况',
    required: true,
    maxlength: 100,
    placeholder: '例如：本人接听，已知悉',
    idPrefix,
  });
}
