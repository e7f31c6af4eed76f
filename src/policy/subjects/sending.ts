import { citizensAddress } from '../../notifications/site-links.ts';
import type { Sending } from '../../presets/types.ts';
import { flag, timeCell, whole, wordsOr } from '../cells.ts';
import { fields } from '../parts.ts';
import type { Subject } from '../subject.ts';

const YES_NO = ['发送', '不发送'] as const;

export const sending: Subject = {
  slug: 'sending',
  title: '发送设置',
  group: '提醒',
  keys: ['sending'],
  holdsForAll: true,
  words: [
    '系统网址是工作人员打开本系统用的网址，写在提醒的链接里；没有填写的，提醒中不带链接。诉求人网址是诉求人在手机上打开查询、评价页面用的网址，不填写的与系统网址相同。',
    '工作人员用的系统不需要对互联网开放：单独填写诉求人网址的，反向代理只需对外放行 /r、/r/ 和 /assets/ 开头的地址；短信网关在互联网上的，另放行 /gateways/ 开头的回调地址。',
    '免打扰时段内，给工作人员的一般短信和给诉求人的短信推迟到时段结束后发出；紧急工单的短信随时发出。诉求人另外适用“免打扰时段”中不回访的时段。',
    '每日汇总邮件列出待签收、当日到期、已超期、被退回的工单。一人一天收到的短信超过上限后，其余的并入下一次汇总，紧急的不受限制。',
    '网关没有收下的，间隔逐次加长再发；到了次数仍未成功的列为“发送失败”，请在“消息发件箱”中处理。',
  ],
  parts: [
    fields<Pick<Sending, 'address' | 'publicAddress'>>({
      name: 'site',
      title: '链接',
      cells: {
        address: wordsOr('系统网址', '没有填写，不带链接', {
          max: 100,
          help: '例如 https://12345.example.cn。',
        }),
        publicAddress: wordsOr('诉求人网址', '与系统网址相同', {
          max: 100,
          help: '工作人员和诉求人用不同网址时填写，须能从互联网打开。',
        }),
      },
      from: ({ sending }) => sending,
      to: ({ address, publicAddress }, policy) => ({
        sending: { ...policy.sending, address: bare(address), publicAddress: bare(publicAddress) },
      }),
    }),
    part('quiet', '短信免打扰', {
      quietFrom: timeCell('开始'),
      quietTo: timeCell('结束'),
      perPersonDaily: whole('每人每天短信', {
        ...{ unit: '条', max: 200 },
        help: '超出的普通短信并入每日汇总；收不到每日汇总的人次日再发。紧急的不受限。',
      }),
    }),
    part('digest', '每日汇总', {
      digestAt: timeCell('发送时间'),
      digestToAgencies: flag('发给承办单位', YES_NO),
      digestToLeaders: flag('发给分管领导', YES_NO),
      digestToSupervisors: flag('发给值班长', YES_NO),
    }),
    part('trying', '重发与评价', {
      triesBeforeGivingUp: whole('最多尝试', { unit: '次', max: 50, help: '同一条信息最多发送几次。' }),
      ratingDays: whole('评价期限', { unit: '天', max: 90, help: '答复后几天内诉求人可以评价。' }),
    }),
  ],
  summary: ({ sending }) => [
    sending.address ? `系统网址 ${sending.address}` : '没有填写系统网址，提醒不带链接',
    ...(sending.publicAddress ? [`诉求人网址 ${sending.publicAddress}`] : []),
    `一般短信 ${span(sending)}不发，每人每天最多 ${sending.perPersonDaily} 条`,
    digestWords(sending),
  ],
  example: ({ sending }) => [
    sending.address
      ? `提醒中的链接形如 ${sending.address}/cases/1024。`
      : '提醒中不带链接。请填写系统网址，收到提醒的人可以直接打开工单。',
    ...(citizensAddress(sending)
      ? [`诉求人在 ${citizensAddress(sending)}/r 凭工单号和查询码查询办理情况。`]
      : []),
    `一般短信在 ${span(sending)}之间不发，${sending.quietTo} 起发出；紧急工单的短信随时发出。`,
    `${digestWords(sending)}。`,
    `发送 ${sending.triesBeforeGivingUp} 次仍未成功的，列为发送失败。答复后 ${sending.ratingDays} 天内可以评价。`,
  ],
  check: ({ sending }) => ({
    ...addressFault('address', '系统网址', sending.address),
    ...addressFault('publicAddress', '诉求人网址', sending.publicAddress),
    ...quietFault(sending),
  }),
};

function part<Name extends keyof Sending>(
  name: string,
  title: string,
  cells: Parameters<typeof fields<Pick<Sending, Name>>>[0]['cells'],
) {
  return fields<Pick<Sending, Name>>({
    ...{ name, title, cells },
    from: ({ sending }) => sending,
    to: (values, policy) => ({ sending: { ...policy.sending, ...values } }),
  });
}

/** "21:30 至次日 08:00 " */
function span({ quietFrom, quietTo }: Sending): string {
  return `${quietFrom} 至${quietTo < quietFrom ? '次日' : ''} ${quietTo} `;
}

function digestWords({ digestAt, ...sending }: Sending): string {
  const to = [
    ...(sending.digestToAgencies ? ['承办单位'] : []),
    ...(sending.digestToLeaders ? ['分管领导'] : []),
    ...(sending.digestToSupervisors ? ['值班长'] : []),
  ];
  return to.length === 0 ? '不发每日汇总邮件' : `每个工作日 ${digestAt} 给${to.join('、')}发汇总邮件`;
}

function bare(address: string): string {
  return address.replace(/\/+$/, '');
}

function addressFault(field: string, label: string, address: string): Record<string, string> {
  if (address === '') return {};
  const url = URL.canParse(address) ? new URL(address) : null;
  const isPlain =
    url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username === '';
  if (!isPlain || /\s/.test(address))
    return { [`site.${field}`]: `${label}应以 https:// 或 http:// 开头，例如 https://12345.example.cn。` };
  return OWN_MACHINE.test(url.hostname)
    ? { [`site.${field}`]: '这个网址只能在服务器本机打开，请填写其他电脑和手机能打开的网址。' }
    : {};
}

const OWN_MACHINE = /^(?:localhost|127\.|0\.0\.0\.0|\[::1?\])/;

function quietFault({ quietFrom, quietTo }: Sending): Record<string, string> {
  return quietFrom === quietTo
    ? { 'quiet.quietTo': '开始和结束相同，整天都不能发短信。请改动其中一个。' }
    : {};
}
