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
export const askedAfterNoted = '诉求人来电催问，办结前请回访人员留意其对办理进度的意见。';
export const pressed = '已超过答复时限，已电话联系承办单位，要求尽快办结并说明原因。';

export const secondContact = '已再次电话联系诉求人，听取其意见，说明将重新办理并告知完成时间。';

/** What the check of a dissatisfied call-back found, by the reason for the redo. */
export const findings: Readonly<Record<string, string>> = {
  not_solved: '电话核实诉求人并查阅办理记录，答复称已办结的事项实际没有完全落实，诉求人反映属实。',
  recurred: '到现场查看，诉求人反映的问题再次出现，前次处理未能从根本上解决。',
  promise_broken: '查阅答复和办理记录并电话核实，承诺的事项到期没有兑现，也未向诉求人说明。',
  attitude: '调听通话录音，承办人员语气生硬、提前挂断，诉求人反映属实，须当面致歉。',
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

export const fallsBack = '该事项职责边界不清，经协调由贵单位兜底承办，请会同相关单位处理并答复诉求人。';

export const withdrawn = '诉求人来电表示问题已自行解决，对处理结果没有异议，不再需要办理。';
export const withdrawnLate = '经与承办单位核实，问题确已解决；诉求人出差在外，未能在时限内来电，理由正当。';

export const cannotNow = [
  '所需资金已列入下一批计划，资金下达前无法实施，已向诉求人当面说明，诉求人表示理解。',
  '涉及多个单位，须待县里协调会明确分工后办理，已电话告知诉求人。',
  '须待上级主管单位批复后办理，已采取临时措施，并与诉求人约定批复后答复。',
] as const;
export const stillNot = '经复核，前期手续仍在办理，暂不具备办理条件，已将进展告知诉求人。';
export const resumed = '经复核已具备办理条件，恢复办理。';

export const needsTime = '情况复杂，需要会同相关单位调查核实后确定方案，原期限内难以办结，已采取临时措施。';
export const agreed = '情况属实，同意延期，延期内须办结。';
export const noNeed = '方案已经确定，人员和材料齐备，请在原期限内办结。';
export const granted = '理由充分，同意备案。请及时将延期情况告知诉求人。';
export const notGranted = '延期理由不充分，临时措施不能代替办理，请按原期限答复。';
export const understands = '诉求人表示理解，希望按新的时间办结。';

export const overlapping = '该事项涉及两家单位的职责，分工界线不清，单独处理不能彻底解决。';
export const joinIn = '请会同牵头单位确认各自职责，提出协办意见。';
export const joined = '已会同牵头单位确认职责分工，涉及我单位的部分由我单位同步处理。';

export function settled(addsAssist: boolean): string {
  return addsAssist
    ? '由原承办单位继续牵头，增派相关单位协办，共同确认分工后统一答复。'
    : '经与双方核对职责清单，该事项由原承办单位负责，请继续办理，相关单位配合提供资料。';
}

export const handedDown = '请到现场核实，按时限办结后报局里审核。';

export const orderGround = '该事项群众反映强烈，同类问题多次出现，前期处理不彻底。';
export const orderDemand = '请主要负责人调度，限期查清原因、落实整改，并书面报告整改情况和防止反弹的措施。';
export const otherLeader = '县政府分管副县长';
export const instructions = [
  '请承办单位高度重视，尽快查明原因，切实解决群众反映的问题，结果报我。',
  '举一反三，对同类问题开展一次排查，不能头痛医头。',
  '请热线跟踪到底，办结后由督查人员到现场看一看。',
] as const;
export const rectification =
  '我单位召开专题会研究，已安排专人负责整改，反映的问题逐项处理完毕，并列入每周检查范围。';
export const notRectified = '报告只写了处理过程，没有说明问题反复的原因和防止反弹的措施，请补充整改后再报。';
export const rectifiedAgain =
  '已查明问题反复的原因，完善了管理制度，明确检查频次和责任人，向诉求人当面说明了整改情况。';
export const rectified = '经核查，整改措施已经落实，问题没有反弹，同意解除督办。';

export const ledByHead = '本单位负责人带队到现场复查，逐项落实整改要求。';
export const stillNotSolved = '第二次处理还是老样子，答复说已经办好，实际没有解决，要求有人负责到底。';
export const rude = '工作人员在电话里态度生硬，没说几句就挂断，要求当面说清楚并道歉。';
export const apologised = '到诉求人家中当面致歉，说明情况并听取意见，诉求人表示接受。';

export const appeal =
  '该件经核实不属我单位责任，诉求人的要求超出现行规定，已多次上门解释。附办理记录，申请本件不计入考核。';
export const appealRefused = '办理记录没有写明向诉求人解释的时间和内容，理由不充分，照常计入考核。';
export const proposed = '经查阅办理记录和回访录音，申诉情况属实，提请不计入考核。';
export const confirmed = '同意，本件不计入考核。';

export const callMeLater = '诉求人正在开会，要求另约时间回访。';
export const spotChecked = [
  ['phone', '电话抽查，诉求人表示问题已经解决，与回访记录一致。'],
  ['on_site', '到现场查看，设施完好，处理结果与答复一致。'],
  ['visit', '入户走访，诉求人对办理结果没有异议。'],
] as const;

export const toBeAsked = '来电人咨询的内容需要向主管单位核实最新办理要求后再答复。';
export const noAnswer = '值班电话响铃后无人接听，继续联系该单位分管领导。';
export const reportedUp = '已报告事发地点、人员情况和先期处置措施，要求随时报告进展。';

export const sameMatter = '同一地点、同一问题，由同一单位办理，并入主工单一并答复。';
export const sameHere = '来电人是附近居民，与已登记的诉求反映同一件事。';
export const calledBefore = '同一事项再次来电，两个工单对照办理。';
