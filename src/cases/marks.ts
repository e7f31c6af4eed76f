import type { Mark } from '../../views/cases/queue.ts';
import type { CaseRow } from './rows.ts';

type Marked = Pick<CaseRow, 'card' | 'supervised' | 'pressed' | 'exempt'> & { round?: number };

const CARDS: Readonly<Record<NonNullable<CaseRow['card']>, Mark>> = {
  yellow: { tone: 'due', text: '黄牌' },
  red: { tone: 'overdue', text: '红牌' },
};

/** What stands out about a case, in a word each: X-E1 cards, 督办, how often it was pressed and done again. */
export function marksOf({ card, supervised, pressed, round = 0, exempt }: Marked): Mark[] {
  return [
    ...(card ? [CARDS[card]] : []),
    ...(supervised === 1 ? [{ tone: 'due' as const, text: '督办' }] : []),
    ...(pressed > 0 ? [{ tone: 'neutral' as const, text: `催办 ${pressed} 次` }] : []),
    ...(round > 0 ? [{ tone: 'neutral' as const, text: `重办 ${round} 次` }] : []),
    ...(exempt === 1 ? [{ tone: 'neutral' as const, text: '不计入考核' }] : []),
  ];
}
