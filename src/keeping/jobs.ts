import { inSlices } from '../jobs/in-slices.ts';
import type { Job } from '../jobs/jobs.ts';
import { maskDue } from './mask.ts';
import { mergeSearch } from './search-index.ts';

/** The first nights of an old and large file go through much. */
const PATIENCE = 12 * 3_600_000;

/** What keeps the file small and no longer than is needed: at night, slice by slice. */
export const KEEPING_JOBS: readonly Job[] = [
  {
    name: 'personal data of old cases',
    title: '抹去到期工单的个人信息',
    when: '10 3 * * *',
    patience: PATIENCE,
    work: ({ db, now }) => inSlices(db, maskDue(db, now())),
  },
  {
    name: 'search index',
    title: '清理检索索引中已抹去的内容',
    when: '40 3 * * *',
    patience: PATIENCE,
    work: ({ db, now }) => inSlices(db, mergeSearch(db, now())),
  },
];
