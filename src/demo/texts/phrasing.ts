import type { DemoAgency } from './agencies.ts';
import { pick, type Random } from './random.ts';
import type { HandledTemplate } from './template.ts';

type Kind = HandledTemplate['kind'];

const openings: Readonly<Record<Kind, readonly string[]>> = {
  complaint: ['来电人反映：', '市民来电反映：', '来电人称，', '诉求人来电投诉：'],
  help: ['来电人求助：', '市民来电求助：', '来电人反映：', '来电人称，'],
  suggestion: ['来电人建议：', '市民来电建议：', '来电人提出：'],
  consultation: ['来电人咨询：', '市民来电咨询：', '来电人称，'],
};

const closings: Readonly<Record<Kind, readonly string[]>> = {
  complaint: [
    '希望有关部门尽快核查处理。',
    '请责任单位实地查看，给出整改时间。',
    '多次沟通没有结果，请予以督促解决。',
    '要求依法处理并告知结果。',
    '希望能从根本上解决，不要走过场。',
  ],
  help: ['恳请尽快安排人员处理。', '请有关部门帮助解决。', '希望今天能有人联系。', '请予以协调。'],
  suggestion: ['希望有关部门研究采纳。', '请考虑是否可行。', '如不能采纳，也希望说明原因。'],
  consultation: ['请予以答复。', '请告知办理方式。', '希望答复得具体一些。'],
};

const written = ['您好，', '', '', '您好，反映一个情况：', '尊敬的工作人员，'];

const nouns: Readonly<Record<Kind, string>> = {
  complaint: '反映的问题',
  help: '求助的事项',
  suggestion: '提出的建议',
  consultation: '咨询的问题',
};

const thanks = [
  '感谢您对我们工作的监督与支持。',
  '感谢您的理解与配合。',
  '感谢您的反映，欢迎继续监督。',
  '感谢您对我县工作的关心。',
];

const opinions = [
  '已派员到现场配合牵头单位核查，按职责落实相关工作，无其他意见。',
  '我单位已参加联合现场检查，同意牵头单位处理意见，后续巡查由我单位配合。',
  '经核实，情况与诉求基本一致，我单位职责范围内事项已办理完毕，请牵头单位统一答复。',
  '已安排专人对接牵头单位，提供相关资料，并参与约谈。',
  '我单位已做好群众解释工作，配合维持现场秩序，建议按牵头单位方案推进。',
];

/** How the record of a request begins and ends: in the operator's words by phone, in the citizen's own otherwise. */
export function recordText(body: string, kind: Kind, channel: string, random: Random): string {
  const opening = channel === 'phone' ? pick(random, openings[kind]) : pick(random, written);
  return `${opening}${body}${pick(random, closings[kind])}`;
}

/** How a public reply begins, the first time. */
export function replyOpening(kind: Kind): string {
  return `您好，您${nouns[kind]}已收悉，现答复如下：`;
}

/** How the reply after a redo begins. */
export const redoOpening = '您好，您对办理结果的意见已收悉，经重新办理，现答复如下：';

/** A public reply as an agency writes it: opening, substance, thanks, whom to ask. */
export function replyText(opening: string, body: string, agency: DemoAgency, random: Random): string {
  const ask = `如有疑问，可与${agency.shortName}联系，电话${agency.officePhone}。`;
  return `${opening}${body}${pick(random, thanks)}${ask}`;
}

/** What an assisting agency tells the lead. */
export function assistOpinion(random: Random): string {
  return pick(random, opinions);
}
