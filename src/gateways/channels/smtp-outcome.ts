import type { Outcome } from './channel.ts';

/**
 * How far a message had come when it failed: no connection yet, the letter's envelope, or its content was being handed
 * over.
 */
export type Reached = 'connecting' | 'envelope' | 'content';

/** What nodemailer tells of a failure; `originalCode` is the system's own. */
export type MailError = {
  message?: string;
  code?: string;
  originalCode?: string;
  command?: string;
  responseCode?: number;
  response?: string;
};

/** What waited for a connection when the settings changed. */
const POOL_CLOSED = 'Connection pool was closed';
const RESTART = '没有发出，稍后自动重试';

/** What a failed try means, in words for the administrator. */
export function outcomeOf(error: MailError, reached: Reached, server: string): Outcome {
  if (reached === 'connecting' && error.message === POOL_CLOSED)
    return { result: 'later', why: `邮件服务器的设置刚刚更改，邮件${RESTART}。` };
  if (reached === 'connecting') return { result: 'down', why: whyDown(error, server) };
  if (error.responseCode !== undefined) return answered(error, error.responseCode);
  if (reached === 'envelope')
    return { result: 'later', why: `邮件服务器 ${server} 中断了连接或没有响应，邮件${RESTART}。` };
  return {
    result: 'unsure',
    why: `邮件内容交给 ${server} 后连接中断或没有等到答复，不能确定对方是否已收下。`,
  };
}

/** The server's own answer counts, whatever the connection did afterwards. */
function answered(error: MailError, code: number): Outcome {
  const said = saidBy(error);
  if (code < 500) return { result: 'later', why: `邮件服务器暂不接收${said}，稍后自动重试。` };
  // The sender is the same for every message: no recipient's fault.
  if (error.command === 'MAIL FROM')
    return { result: 'down', why: `邮件服务器不接受这个发件地址：请检查发件邮箱是否与登录账号一致${said}。` };
  return error.command === 'RCPT TO'
    ? { result: 'refused', why: `邮件服务器拒收这个收件地址，请核对邮箱${said}。` }
    : { result: 'refused', why: `邮件服务器拒收这封邮件${said}。` };
}

const CERTIFICATE = /CERT|SELF_SIGNED|VERIFY|ALTNAME/;

function whyDown(error: MailError, server: string): string {
  const { responseCode } = error;
  const code = error.originalCode ?? error.code ?? '';
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH')
    return `邮件服务器拒绝登录：请检查账号和授权码${saidBy(error)}。`;
  if (responseCode !== undefined) return `邮件服务器 ${server} 暂不提供服务${saidBy(error)}。`;
  if (CERTIFICATE.test(code))
    return `邮件服务器 ${server} 的安全证书不受信任或已过期：请检查服务器地址；确为本单位自建的服务器，可勾选“接受自签名证书”。`;
  if (error.code === 'EDNS' || code === 'ENOTFOUND')
    return `找不到邮件服务器 ${server}：请检查服务器地址是否写对，以及本机的网络和域名解析设置。`;
  if (code === 'ECONNREFUSED')
    return `邮件服务器 ${server} 拒绝连接：请检查服务器地址和端口，以及防火墙设置。`;
  if (error.code === 'ETLS' || /SSL|TLS|EPROTO/.test(code))
    return `与邮件服务器 ${server} 不能建立加密连接：请检查加密方式和端口是否对应（通常 465 用 SSL，587 或 25 用 STARTTLS）。`;
  if (code === 'ETIMEDOUT' || error.code === 'ETIMEDOUT' || code === 'EABORT')
    return `连接邮件服务器 ${server} 超时：请检查服务器地址、端口和网络；加密方式与端口不对应时也会这样。`;
  return `连不上邮件服务器 ${server}：请检查服务器地址、端口、加密方式和网络${saidBy(error)}。`;
}

const SAID_MAX = 120;

/** The server's words, in one short line: often in English, and the only trace for whoever runs that server. */
function saidBy({ response }: MailError): string {
  const line = (response ?? '').replace(/\s+/g, ' ').trim().slice(0, SAID_MAX);
  return line === '' ? '' : `（服务器答复：${line}）`;
}
