import { field, type Html } from '../ui/index.ts';

/** Where a table file is chosen. */
export function tableField(props: { label: string; help: string; error: string | null | undefined }): Html {
  return field({
    ...props,
    name: 'file',
    widget: 'file',
    accept: '.csv,text/csv',
    maxMb: 2,
    required: true,
  });
}
