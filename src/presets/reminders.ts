import type { ReminderRule, Sending } from './types.ts';

/** How reminders are sent, unless the site says otherwise. */
export const sending: Sending = {
  address: '',
  publicAddress: '',
  quietFrom: '21:30',
  quietTo: '08:00',
  digestAt: '08:30',
  digestToAgencies: true,
  digestToLeaders: true,
  digestToSupervisors: true,
  perPersonDaily: 20,
  triesBeforeGivingUp: 10,
  ratingDays: 7,
};

const BOTH = ['sms', 'email'] as const;
const SMS = ['sms'] as const;
const EMAIL = ['email'] as const;

/** Q-F1, Q-F2: to sign, then the agency's leader, then the hotline's supervisor; before a limit, at it, and daily after. */
export const reminderRules: readonly ReminderRule[] = [
  {
    ...{ code: 'dispatched', occasion: 'dispatched', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_duty'], via: BOTH, presses: false, active: true },
    text: '您单位有新派{类型}工单{工单号}“{标题}”，请于{时限}前签收。{链接}',
  },
  {
    ...{
      code: 'unsigned',
      occasion: 'sign_after_start',
      amount: 60,
      unit: 'working_minutes',
      cases: 'ordinary',
    },
    ...{ to: ['handler', 'agency_duty'], via: SMS, presses: true, active: true },
    text: '工单{工单号}“{标题}”尚未签收，请于{时限}前签收。{链接}',
  },
  {
    ...{
      code: 'unsigned_urgent',
      occasion: 'sign_after_start',
      amount: 10,
      unit: 'minutes',
      cases: 'urgent',
    },
    ...{ to: ['handler', 'agency_duty', 'agency_leader'], via: SMS, presses: true, active: true },
    text: '紧急工单{工单号}“{标题}”尚未签收，请立即签收处置，时限{时限}。{链接}',
  },
  {
    ...{ code: 'unsigned_overdue', occasion: 'sign_after_due', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: true, active: true },
    text: '{单位}的工单{工单号}“{标题}”签收已超期（应于{时限}前签收），请立即签收。{链接}',
  },
  {
    ...{
      code: 'unsigned_escalated',
      occasion: 'sign_after_due',
      amount: 120,
      unit: 'working_minutes',
      cases: 'all',
    },
    ...{ to: ['supervisor'], via: BOTH, presses: false, active: true },
    text: '{单位}的工单{工单号}“{标题}”至今未签收（应于{时限}前签收），请督促。{链接}',
  },
  {
    ...{ code: 'contact_due', occasion: 'contact_before_due', amount: 1, unit: 'sessions', cases: 'all' },
    ...{ to: ['handler'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”应于{时限}前联系诉求人，请联系后登记。{链接}',
  },
  {
    ...{ code: 'contact_overdue', occasion: 'contact_after_due', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: true, active: true },
    text: '{单位}的工单{工单号}“{标题}”首次联系诉求人已超期（应于{时限}前联系），请立即联系。{链接}',
  },
  {
    ...{ code: 'reply_due', occasion: 'reply_before_due', amount: 1, unit: 'days', cases: 'ordinary' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: false, active: true },
    text: '{单位}的工单{工单号}“{标题}”将于{时限}到期，请抓紧办理答复。{链接}',
  },
  {
    ...{
      code: 'reply_due_urgent',
      occasion: 'reply_before_due',
      amount: 60,
      unit: 'minutes',
      cases: 'urgent',
    },
    ...{ to: ['handler', 'agency_leader'], via: SMS, presses: false, active: true },
    text: '紧急工单{工单号}“{标题}”将于{时限}到期，请抓紧处置答复。{链接}',
  },
  {
    ...{
      code: 'last_ask',
      occasion: 'reply_before_last_ask',
      amount: 120,
      unit: 'working_minutes',
      cases: 'ordinary',
    },
    ...{ to: ['handler'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”如不能按期办结，请于{延期截止}前申请延期，逾期不能再申请。{链接}',
  },
  {
    ...{ code: 'reply_overdue', occasion: 'reply_after_due', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: true, active: true },
    text: '{单位}的工单{工单号}“{标题}”已超期（应于{时限}前答复），请立即办理答复。{链接}',
  },
  {
    ...{ code: 'reply_overdue_daily', occasion: 'reply_daily', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['agency_leader'], via: SMS, presses: true, active: true },
    text: '{单位}的工单{工单号}“{标题}”{超期}，请督促办理答复。{链接}',
  },
  {
    ...{ code: 'reply_escalated', occasion: 'reply_after_due', amount: 1, unit: 'days', cases: 'all' },
    ...{ to: ['supervisor'], via: BOTH, presses: false, active: true },
    text: '{单位}的工单{工单号}“{标题}”{超期}仍未答复，请督促。{链接}',
  },
  {
    ...{ code: 'supervised', occasion: 'supervised', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”已列入督办，请{单位}于{时限}前整改并报告。{链接}',
  },
  {
    ...{ code: 'supervision_due', occasion: 'supervision_before_due', amount: 1, unit: 'days', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: false, active: true },
    text: '督办工单{工单号}“{标题}”的整改报告应于{时限}前提交，请抓紧整改。{链接}',
  },
  {
    ...{
      code: 'supervision_overdue',
      occasion: 'supervision_after_due',
      amount: 0,
      unit: 'minutes',
      cases: 'all',
    },
    ...{ to: ['agency_leader', 'supervisor'], via: BOTH, presses: true, active: true },
    text: '督办工单{工单号}“{标题}”整改已超期（应于{时限}前报告），责任单位{单位}。{链接}',
  },
  {
    ...{ code: 'accept_overdue', occasion: 'accept_after_due', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['supervisor'], via: EMAIL, presses: false, active: true },
    text: '工单{工单号}“{标题}”受理已超期（应于{时限}前受理）。{链接}',
  },
  {
    ...{ code: 'dispatch_overdue', occasion: 'dispatch_after_due', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['dispatcher', 'supervisor'], via: EMAIL, presses: false, active: true },
    text: '工单{工单号}“{标题}”派单已超期（应于{时限}前派单）。{链接}',
  },
  {
    ...{ code: 'callback_overdue', occasion: 'callback_after_due', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['callback_clerk', 'supervisor'], via: EMAIL, presses: false, active: true },
    text: '工单{工单号}“{标题}”回访已超期（应于{时限}前回访）。{链接}',
  },
  {
    ...{ code: 'pressed', occasion: 'pressed', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_duty', 'agency_leader'], via: SMS, presses: false, active: true },
    text: '热线催办：{催办内容}。{单位}的工单{工单号}“{标题}”，时限{时限}。{链接}',
  },
  {
    ...{ code: 'instructed', occasion: 'instructed', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”有领导批示，请{单位}登录查看并落实。{链接}',
  },
  {
    ...{ code: 'return_refused', occasion: 'return_refused', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”的退件申请未获同意，请继续办理，时限{时限}。{链接}',
  },
  {
    ...{ code: 'return_to_judge', occasion: 'return_to_judge', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['dispatcher'], via: EMAIL, presses: false, active: true },
    text: '{单位}申请退回工单{工单号}“{标题}”，请审核。{链接}',
  },
  {
    ...{ code: 'reply_to_approve', occasion: 'reply_to_approve', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['agency_leader'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”的答复待您审核，时限{时限}。{链接}',
  },
  {
    ...{ code: 'reply_disapproved', occasion: 'reply_disapproved', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”的答复被分管领导退回修改，时限{时限}。{链接}',
  },
  {
    ...{ code: 'reply_sent_back', occasion: 'reply_sent_back', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”的答复被热线退回补充，请于{时限}前重新答复。{链接}',
  },
  {
    ...{
      code: 'extension_to_agree',
      occasion: 'extension_to_agree',
      amount: 0,
      unit: 'minutes',
      cases: 'all',
    },
    ...{ to: ['agency_leader'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”申请延期，待您同意，须在{延期截止}前报热线。{链接}',
  },
  {
    ...{
      code: 'extension_to_judge',
      occasion: 'extension_to_judge',
      amount: 0,
      unit: 'minutes',
      cases: 'all',
    },
    ...{ to: ['dispatcher'], via: EMAIL, presses: false, active: true },
    text: '{单位}就工单{工单号}“{标题}”申请延期，请审核。{链接}',
  },
  {
    ...{ code: 'extension_granted', occasion: 'extension_granted', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”延期已批准，新的时限{时限}，请告知诉求人。{链接}',
  },
  {
    ...{ code: 'extension_refused', occasion: 'extension_refused', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler'], via: BOTH, presses: false, active: true },
    text: '工单{工单号}“{标题}”延期未获同意，请于{时限}前答复。{链接}',
  },
  {
    ...{ code: 'withdrawn', occasion: 'withdrawn', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler'], via: EMAIL, presses: false, active: true },
    text: '工单{工单号}“{标题}”已由热线收回，您单位不再办理。',
  },
  {
    ...{ code: 'rectify_again', occasion: 'rectify_again', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['handler', 'agency_leader'], via: BOTH, presses: false, active: true },
    text: '督办工单{工单号}“{标题}”的整改未获认可，请{单位}再次整改，时限{时限}。{链接}',
  },
  {
    ...{ code: 'contacts', occasion: 'contacts', amount: 0, unit: 'minutes', cases: 'urgent' },
    ...{ to: ['contact'], via: SMS, presses: false, active: true },
    text: '热线登记{紧急程度}工单{工单号}“{标题}”，{区域}，请知悉并处置，热线将电话联系。',
  },
  {
    ...{ code: 'citizen_accepted', occasion: 'citizen_accepted', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['citizen'], via: SMS, presses: false, active: true },
    text: '您的诉求已受理，工单号{工单号}，查询码{查询码}。如有补充请致电{热线号码}。',
  },
  {
    ...{ code: 'citizen_concluded', occasion: 'citizen_concluded', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['citizen'], via: SMS, presses: false, active: true },
    text: '您的诉求（工单号{工单号}）已办理答复，请评价：{评价链接} 回复5至1分别表示非常满意、满意、基本满意、不满意、非常不满意，回复TD不再接收短信。',
  },
  {
    ...{ code: 'citizen_answered', occasion: 'citizen_answered', amount: 0, unit: 'minutes', cases: 'all' },
    ...{ to: ['citizen'], via: SMS, presses: false, active: false },
    text: '您的来电已答复，工单号{工单号}，查询码{查询码}。如有疑问请致电{热线号码}。',
  },
];
