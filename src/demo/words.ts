import type { DemoRequest } from './texts/requests.ts';

/** What the people of the demonstration write into the forms between request and reply. */

export function dispatchOpinion({ urgent, anonymous, confidential }: DemoRequest): string {
  if (urgent) return '情况紧急，请立即派员到场处置，先行控制险情。已电话通知贵单位值班人员。';
  if (anonymous) return '诉求人匿名，答复将在平台公开，请写明咨询电话和联系人。';
  if (confidential) return '诉求人要求保密，办理中请勿透露其个人信息。';
  return '请按职责核实处理，在时限内联系诉求人并答复办理结果。';
}

export const returnReason = '经核实，该事项的主管职责不在我单位，我单位没有相应的管理和执法权限。';
export const returnGround = '县政府部门职责分工和我单位职能配置规定，该类事项由建议单位主管。';
export const returnGranted = '经核对职责清单，退件理由成立，改派建议单位牵头。';
export const recalled = '派单时误选了协办单位牵头，按职责清单重新派单。';
export const returnRefused =
  '该事项在便民服务事项清单中由贵单位牵头，涉及其他单位的工作请会同办理，由贵单位统一答复。';

export const tooShortForLeader = '办理经过写得过于简略，请补充现场核查情况和采取的措施后再报。';
export const tooShortForHotline =
  '办理情况没有写明核查经过和处理措施，无法判断是否逐项回应，请补充后重新提交。';

export const askedAfter = '诉求人来电询问办理进度，已说明承办单位正在办理，并告知答复时限。';
export const pressed = '已超过答复时限，已电话联系承办单位，要求尽快办结并说明原因。';

export const secondContact = '已再次电话联系诉求人，听取其意见，说明将重新办理并告知完成时间。';

/** What the check of a dissatisfied call-back found, by the reason for the redo. */
export const findings: Readonly<Record<string, string>> = {
  not_solved: '电话核实诉求人并查阅办理记录，答复称已办结的事项实际没有完全落实，诉求人反映属实。',
  recurred: '到现场查看，诉求人反映的问题再次出现，前次处理未能从根本上解决。',
  promise_broken: '查阅答复和办理记录并电话核实，承诺的事项到期没有兑现，也未向诉求人说明。',
  incomplete: '对照诉求内容查阅答复，有事项没有回应，诉求人反映属实。',
};
export const finding = '电话核实诉求人并查阅办理记录，诉求人反映的情况属实。';
export const nobodysFault =
  '查阅办理记录并与诉求人通话，承办单位已依规办理并说明原因；诉求人希望缩短时间、提高标准，超出现行规定，已作解释。';
export const notContent = '认为办理进度偏慢，结果没有完全达到预期，希望有更明确的安排。';

export const nobodyAnswered = ['无人接听。', '电话关机。', '接通后无人应答，已发短信告知回访事由。'] as const;

export const onDuty = '值班员';
export const reported = '已报告事发地点、险情和已采取的措施，对方已记录，表示随时跟进。';
export const phoned = '已告知事发地点、险情和诉求编号，对方表示立即派员到场。';
export const contained = '值班人员已到场，划定警戒范围，疏散围观人员，险情得到控制。';

/** The reply as it was first sent in: only its beginning. */
export function shortened(handling: string): string {
  return `${handling.split(/[。；]/, 1)[0]}。`;
}
