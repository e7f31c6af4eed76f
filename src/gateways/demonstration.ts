import type { Db } from '../db/open.ts';
import { isDemo } from '../demo/mark.ts';
import { Invalid } from '../web/errors.ts';
import { CALL_LIST } from './channels/call-list.ts';
import type { Channel, Settings } from './channels/channel.ts';

const REFUSED =
  '没有保存。这是示范数据，其中的手机号码是编造的，可能属于真实的人，因此不能向外发送短信。可以填写本机（127.0.0.1）上的模拟网关地址试用；要接入真实的短信网关，请用新的数据文件启动正式系统。';

/**
 * The numbers of a demonstration are made up and may be somebody's: its SMS go nowhere but to this machine.
 * @throws Invalid
 */
export function refuseRealSms(db: Db, channel: Channel, settings: Settings): void {
  if (channel.medium !== 'sms' || channel.code === CALL_LIST || !isDemo(db)) return;
  if (!isOnThisMachine(settings.url ?? '')) throw new Invalid(REFUSED);
}

function isOnThisMachine(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
