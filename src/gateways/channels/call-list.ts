import type { Channel } from './channel.ts';

/** What is told by telephone where no gateway sends it. */
export const CALL_LIST = 'call_list';

/** For a hotline without any gateway: reminders become a list for phoning. Nothing is sent. */
export const callList: Channel = {
  code: CALL_LIST,
  name: '不发短信，列入电话通知单',
  medium: 'sms',
  about: '没有短信网关时使用。提醒不发送，列入“电话通知单”，由值班人员逐个打电话并登记。',
  fields: [],
  send: async () => ({ result: 'refused', why: '本网关不发送短信，请按电话通知单打电话。' }),
};
