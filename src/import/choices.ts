import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';
import { one } from '../web/body.ts';
import { Invalid } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';
import { mappingOfColumns } from './mapping.ts';
import { findCoded } from './names.ts';
import type { Choices } from './uploads.ts';

export const LONGEST_SOURCE = 60;

/** What a source is called unless the person says otherwise: the file's name without its ending. */
export function sourceNameOf(fileName: string): string {
  return (
    fileName
      .replace(/\.[^.]*$/, '')
      .trim()
      .slice(0, LONGEST_SOURCE) || '历史工单'
  );
}

/** What rows without a kind or channel become unless the person says otherwise: 求助 where there is such a kind. */
export function usualDefaults(db: Db, now: number): { kind: string; channel: string } {
  const { kinds = [], channels = [] } = policyAt(db, now);
  return {
    kind: (kinds.find((kind) => kind.name === '求助') ?? kinds[0])?.code ?? '',
    channel: channels[0]?.code ?? '',
  };
}

/**
 * Reads the form of the mapping page.
 * @throws Invalid with the fields at fault
 */
export function readChoices(db: Db, typed: Typed, columns: number, now: number): Choices {
  const policy = policyAt(db, now);
  const mapping = mappingOfColumns(
    Array.from({ length: columns }, (_, column) => one(typed, `column${column}`)),
  );
  const source = one(typed, 'source').trim();
  if (source === '') throw new Invalid('请填写来源名称。', { source: '请填写来源名称。' });
  if (source.length > LONGEST_SOURCE)
    throw new Invalid(`来源名称最多 ${LONGEST_SOURCE} 字。`, { source: `最多 ${LONGEST_SOURCE} 字。` });
  const defaultKind = findCoded(policy.kinds)(one(typed, 'kind'));
  if (defaultKind === null) throw new Invalid('请选择未写明类型时的诉求类型。', { kind: '请选择诉求类型。' });
  const defaultChannel = findCoded(policy.channels)(one(typed, 'channel'));
  if (defaultChannel === null)
    throw new Invalid('请选择未写明渠道时的来源渠道。', { channel: '请选择来源渠道。' });
  return { source, mapping, defaultKind, defaultChannel };
}
