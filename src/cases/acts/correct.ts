import { z } from 'zod';
import { keepCallsSealed } from '../../citizens/calls.ts';
import { type Citizen, citizenOf, keepSealed } from '../../citizens/identity.ts';
import type { Db } from '../../db/open.ts';
import { first, q, run } from '../../db/query.ts';
import { chosenItem, ITEM_FIELD } from '../../items/choose.ts';
import { itemById, itemOptions } from '../../items/queries.ts';
import { hideHeadline } from '../../notifications/hide-headline.ts';
import { nameIn, type Policy } from '../../policy/policy.ts';
import { identityIn } from '../../rules/identity-in-text.ts';
import { askToTellContacts } from '../../tasks/emergency-contacts.ts';
import { nodePath, treeOptions } from '../../trees/queries.ts';
import { chosen, flag, longText, text } from '../../web/forms.ts';
import { act } from '../act.ts';
import { refuseIdentityInRequest } from '../identity-in-text.ts';
import { startMissingClocks } from '../missing-clocks.ts';
import { offered } from '../offered.ts';
import type { CaseRow } from '../rows.ts';
import { indexCase } from '../search.ts';

/** Mistakes of the intake are put right before the case goes out; the timeline says what was changed. */
export const correct = act({
  form: () =>
    z.object({
      headline: text('标题', { max: 60 }),
      text: longText('诉求内容', { required: false, rows: 6, help: '留空则保持原来的内容。' }).optional(),
      kind: chosen('诉求类型', 'kinds'),
      item: chosen(ITEM_FIELD, 'items', { required: false }).optional(),
      category: chosen('诉求分类', 'categories', { required: false }).optional(),
      area: chosen('所属区域', 'areas', { required: false }).optional(),
      place: text('事发地点', { required: false }).optional(),
      urgent: flag('紧急（涉及生命财产安全）'),
      emergency: flag('突发事件（同时按紧急诉求办理）'),
      confidential: flag('诉求人要求保密'),
    }),
  choices: (db, { policy, case: given }) => ({
    items: itemOptions(db, given.item_id),
    kinds: policy.kinds.map((kind) => ({ value: kind.code, text: kind.name })),
    categories: treeOptions(db, 'categories'),
    areas: treeOptions(db, 'areas'),
  }),
  initial: (_db, { case: given }) => ({
    headline: given.headline,
    text: given.text,
    kind: given.kind,
    item: String(given.item_id ?? ''),
    category: String(given.category_id ?? ''),
    area: String(given.area_id ?? ''),
    place: given.place,
    urgent: given.urgent ? '1' : '',
    emergency: given.emergency ? '1' : '',
    confidential: given.confidential ? '1' : '',
  }),
  record: (db, { case: given, policy, now }, input) => {
    const kind = offered(policy.kinds, (each) => each.code, input.kind, 'kind', '诉求类型');
    const category = chosenNode(db, 'categories', input.category, 'category', '诉求分类');
    const area = chosenNode(db, 'areas', input.area, 'area', '所属区域');
    const item = chosenItem(db, input.item, given.item_id);
    const after = {
      headline: input.headline,
      text: input.text ?? given.text,
      kind: kind.code,
      item_id: item?.id ?? null,
      // The item's period is the one when it was chosen: only another item brings another.
      item_days: item?.id === given.item_id ? given.item_days : (item?.reply_days ?? null),
      category_id: category,
      area_id: area,
      place: input.place ?? '',
      urgent: input.urgent || input.emergency ? 1 : 0,
      emergency: input.emergency ? 1 : 0,
      confidential: input.confidential ? 1 : 0,
    };
    const citizen = input.confidential ? citizenOf(db, given.id) : undefined;
    if (citizen) refuseIdentityInRequest(citizen, after);
    run(db, q.updateTable('cases').set(after).where('id', '=', given.id));
    // Q-A7: asked for later, it holds for what stands in the file as well.
    keepSealed(db, given.id, input.confidential);
    keepCallsSealed(db, given.id, input.confidential);
    indexCase(db, given.id);
    if (input.confidential && given.confidential === 0) hideHeadline(db, given.id, now);
    askToTellContacts(db, given.id, now);
    const why = changes(db, policy, withoutIdentity(given, citizen), after);
    if (after.urgent === given.urgent) return { why };
    // Minutes need no calendar: a limit that could not be reckoned before may be now.
    startMissingClocks(db, given.id);
    return { why, reckonAgain: ['accept', 'dispatch'] };
  },
});

type Corrected = Pick<
  CaseRow,
  | 'headline'
  | 'text'
  | 'kind'
  | 'item_id'
  | 'category_id'
  | 'area_id'
  | 'place'
  | 'urgent'
  | 'emergency'
  | 'confidential'
>;

/** Q-A7: what gave a citizen away who is not to be known is not kept in the timeline for ever. */
function withoutIdentity(before: CaseRow, citizen: Citizen | undefined): Corrected {
  if (!citizen) return before;
  const kept = (words: string) =>
    identityIn(citizen, words).length > 0 ? '（含诉求人信息，不留存）' : words;
  return {
    ...before,
    headline: kept(before.headline),
    text: kept(before.text),
    place: kept(before.place),
  };
}

/** "诉求类型：咨询 → 投诉；..." for everything that is different now. */
function changes(db: Db, policy: Policy, before: Corrected, after: Corrected): string {
  const yes = (value: number) => (value ? '是' : '否');
  const lines: [string, string, string][] = [
    ['标题', before.headline, after.headline],
    ['诉求类型', nameIn(policy.kinds, before.kind), nameIn(policy.kinds, after.kind)],
    [
      '诉求分类',
      nodePath(db, 'categories', before.category_id),
      nodePath(db, 'categories', after.category_id),
    ],
    ['所属区域', nodePath(db, 'areas', before.area_id), nodePath(db, 'areas', after.area_id)],
    [ITEM_FIELD, itemById(db, before.item_id)?.name ?? '', itemById(db, after.item_id)?.name ?? ''],
    ['事发地点', before.place, after.place],
    ['紧急', yes(before.urgent), yes(after.urgent)],
    ['突发事件', yes(before.emergency), yes(after.emergency)],
    ['保密', yes(before.confidential), yes(after.confidential)],
  ];
  const changed = lines.filter(([, from, to]) => from !== to);
  const words = changed.map(([what, from, to]) => `${what}：${from || '（空）'} → ${to || '（空）'}`);
  // The new text stands in the case; of the old one this is all that is left.
  if (before.text !== after.text) words.push(`诉求内容已更正，原文：${before.text}`);
  return words.join('；') || '内容没有变化';
}

export function chosenNode(
  db: Db,
  tree: 'categories' | 'areas',
  typed: string | undefined,
  field: string,
  label: string,
): number | null {
  if (!typed) return null;
  const node = first(db, q.selectFrom(tree).select('id').where('id', '=', Number(typed)));
  return offered(node ? [node] : [], (each) => each.id, typed, field, label).id;
}
