import { mergedNotUnderSupervision } from '../../rules/merging.ts';
import type { CaseStatus } from '../states.ts';
import { HOTLINE } from './hats.ts';
import type { Transition } from './transition.ts';

const NOT_ARCHIVED: readonly CaseStatus[] = [
  ...(['received', 'accepted', 'dispatched', 'replied', 'callback', 'verifying', 'closed'] as const),
  ...(['rejected', 'withdrawn', 'merged', 'suspended'] as const),
];

/** 并案: several callers with one matter are handled as one and each called back; 关联: cases that stay apart. */
export const MERGING: readonly Transition<CaseStatus>[] = [
  {
    act: 'merge',
    label: '并案',
    done: '并案',
    from: ['received', 'accepted', 'dispatched'],
    to: ['merged'],
    by: ['dispatcher', 'supervisor'],
    rare: true,
    guards: [mergedNotUnderSupervision],
    effects: [
      { meet: 'accept' },
      { stop: 'dispatch' },
      { assignmentAct: 'withdraw', of: 'open' },
      { clear: 'lead' },
    ],
  },
  {
    act: 'move_along',
    label: '随主工单并案',
    done: '随主工单并入另一工单',
    from: ['merged'],
    to: ['merged'],
    by: ['system'],
    guards: [],
    effects: [],
  },
  {
    act: 'follow',
    label: '随主工单转回访',
    done: '主工单答复审核通过，转回访',
    from: ['merged'],
    to: ['callback'],
    by: ['system'],
    guards: [],
    effects: [{ start: 'callback' }],
  },
  {
    act: 'part',
    label: '解除并案',
    done: '主工单未经承办单位答复即结束，解除并案，重新派单',
    from: ['merged'],
    to: ['accepted'],
    by: ['system'],
    guards: [],
    effects: [{ clear: 'main' }, { start: 'dispatch' }],
  },
  {
    act: 'unmerge',
    label: '取消并案',
    done: '取消并案，重新派单',
    from: ['merged'],
    to: ['accepted'],
    by: ['dispatcher', 'supervisor'],
    rare: true,
    guards: [],
    effects: [{ clear: 'main' }, { start: 'dispatch' }],
  },
  {
    act: 'link',
    label: '关联工单',
    done: '关联工单',
    from: NOT_ARCHIVED,
    to: [],
    by: HOTLINE,
    guards: [],
    effects: [],
  },
  {
    act: 'unlink',
    label: '取消关联',
    done: '取消关联',
    from: NOT_ARCHIVED,
    to: [],
    by: HOTLINE,
    during: 'linked',
    guards: [],
    effects: [],
  },
];
