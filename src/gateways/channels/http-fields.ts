import type { SettingField } from './channel.ts';

const PLACEHOLDERS =
  '可用占位符：{to} 号码，{text} 短信内容，{uid} 本系统编号，{account} 账号，{password} 密码，{time} 时间（年月日时分秒），{sign} 接口签名。';

const EXAMPLES =
  'GET 请求留空。表单如 mobile={to}&content={text}&id={uid}；JSON 如 {"mobile":"{to}","content":"{text}","id":"{uid}"}；XML 如 <sms><mobile>{to}</mobile><content>{text}</content><id>{uid}</id></sms>。占位符会按内容格式转义。';

const PATTERN = '写法三选一：字段=值（如 code=0，几个值用 | 分开）；/正则表达式/；或直接写应当出现的文字。';

/** In the order in which an administrator reads the platform's own description. */
export const FIELDS: readonly SettingField[] = [
  ...under({ title: '发送' }, [
    {
      name: 'url',
      label: '发送地址',
      help: PLACEHOLDERS,
      required: true,
      placeholder: 'https://sms.example.com/send',
    },
    choice('method', '请求方式', [
      ['POST', 'POST'],
      ['GET', 'GET'],
    ]),
    choice('format', '内容格式', [
      ['form', '表单（application/x-www-form-urlencoded）'],
      ['json', 'JSON（application/json）'],
      ['xml', 'XML（text/xml）'],
    ]),
    choice('charset', '字符编码', [
      ['utf-8', 'UTF-8'],
      ['gbk', 'GBK'],
    ]),
    {
      name: 'body',
      label: '内容模板',
      help: EXAMPLES,
      widget: 'textarea',
      placeholder: 'account={account}&pwd={password}&mobile={to}&content={text}&taskid={uid}',
    },
    { name: 'headers', label: '请求头', help: '每行一个，写“名称: 值”，可用占位符。', widget: 'textarea' },
  ]),
  ...under({ title: '登录与签名' }, [
    { name: 'account', label: '账号' },
    { name: 'password', label: '密码或密钥', secret: true },
    {
      name: 'sign_of',
      label: '接口签名的原文',
      help: '接口签名是平台用来核对请求的校验值，收件人看不到，不是短信末尾【】内的短信签名。平台要求时填写，由占位符和文字组成，如 {account}{password}{time}，再在内容模板中写 {sign}。',
    },
    choice('sign_how', '接口签名的算法', [
      ['md5', 'MD5（小写）'],
      ['md5-upper', 'MD5（大写）'],
      ['sha1', 'SHA-1'],
      ['sha256', 'SHA-256'],
      ['hmac-sha256', 'HMAC-SHA256（以密码为密钥）'],
    ]),
  ]),
  ...under({ title: '怎样算成功' }, [
    {
      name: 'success',
      label: '成功标志',
      help: `${PATTERN}多数平台拒收时也答复 HTTP 200，原因写在内容中，因此必须填写；确实只看 HTTP 状态的，填 /.*/。`,
      required: true,
      placeholder: 'code=0',
    },
    {
      name: 'refused',
      label: '不再重试的标志',
      help: `每行一个，写法同上。号码错误、黑名单、内容违规等重发也没有用的情况写在这里；其余失败会自动重试。`,
      widget: 'textarea',
    },
    {
      name: 'reference',
      label: '平台流水号',
      help: '答复中流水号的字段（如 data.msgid），或带括号的 /正则表达式/。要送达回执时填写。',
    },
  ]),
  ...under({ title: '送达回执', rare: true }, [
    { name: 'report_list', label: '回执：列表字段', help: '回执是 JSON 且不在最外层时，填列表所在字段。' },
    { name: 'report_ref', label: '回执：流水号字段' },
    { name: 'report_uid', label: '回执：本系统编号字段', help: '平台会交回 {uid} 时填写。' },
    { name: 'report_status', label: '回执：状态字段' },
    {
      name: 'report_delivered',
      label: '回执：表示送达的值',
      help: '几个值用 | 分开。',
      placeholder: 'DELIVRD',
    },
    { name: 'report_why', label: '回执：说明字段' },
  ]),
  ...under({ title: '上行短信（诉求人发来的短信）', rare: true }, [
    { name: 'inbound_list', label: '上行短信：列表字段', help: '同“回执：列表字段”。' },
    { name: 'inbound_from', label: '上行短信：号码字段' },
    { name: 'inbound_text', label: '上行短信：内容字段' },
    { name: 'inbound_id', label: '上行短信：编号字段' },
  ]),
  ...under({ title: '回调的答复', rare: true }, [
    {
      name: 'thanks',
      label: '收到后答复平台的内容',
      help: '平台推送回执和上行短信后，要求看到的答复。',
      initial: 'ok',
    },
  ]),
];

function under(group: NonNullable<SettingField['group']>, fields: readonly SettingField[]): SettingField[] {
  return fields.map((field) => ({ ...field, group }));
}

function choice(name: string, label: string, options: readonly [string, string][]): SettingField {
  return {
    name,
    label,
    widget: 'select',
    options: options.map(([value, text]) => ({ value, text })),
    initial: options[0]?.[0] ?? '',
  };
}
