import {
  csrfField,
  failureNote,
  field,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  type ShownFailure,
  submitButton,
} from '../ui/index.ts';
import { leave } from './password.ts';

const PROMISES = [
  '严格遵守《中华人民共和国个人信息保护法》《中华人民共和国数据安全法》和热线保密规定，对工作中接触的诉求人姓名、电话、住址、诉求内容、通话录音、附件和办理情况负有保密义务。',
  '只因工作需要、在本人岗位职责范围内查看和使用上述信息；查看完整号码时如实填写事由；不查询与工作无关的人员和事项。',
  '不以拍照、截屏、抄录、转发、口头透露等任何方式，向无关人员或者被反映的单位和个人泄露诉求人信息；诉求人要求保密的，从严保护。',
  '不私自复制、下载、留存、出售诉求信息；因工作导出、打印的材料妥善保管，用后按规定销毁。',
  '本人账号只由本人使用，不转借、不共用，离开座位时退出登录或锁定电脑；发现账号被他人使用或者信息泄露，立即报告。',
  '离岗、离职后继续履行保密义务，不再持有任何诉求信息。',
];

/** The text people put their name to (C-M1). `signedAt` is when, for those who have. */
export function undertakingView(props: {
  name: string;
  rolesText: string;
  hotline: string;
  today: string;
  signedAt: string | null;
  csrf: string;
  failure: ShownFailure;
}): Html {
  const promises = PROMISES.map((text) => html`<li>${text}</li>`);
  const text = html`<p>本人${props.name}，在${props.hotline}担任${props.rolesText}，因工作需要使用热线工单系统，现郑重承诺：</p><ol>${promises}</ol><p>本人知悉：系统会记录登录、查看号码、导出、打印等操作。违反以上承诺的，愿意承担相应的纪律责任和法律责任。</p>`;
  if (props.signedAt !== null) {
    return html`${note('ok', `您已于 ${props.signedAt} 签署本承诺书。`)}${text}<p>${linkButton({ href: '/account', text: '返回' })}</p>`;
  }
  const { accept } = props.failure?.fields ?? {};
  const tick = field({
    name: 'accept',
    label: '我已阅读全文，自愿作出以上承诺',
    widget: 'checkbox',
    required: true,
    error: accept,
  });
  return html`${failureNote(props.failure)}${text}<p class="ui-muted">承诺人：${props.name}　日期：${props.today}（签署时间由系统记录）</p><form method="post" action="/undertaking">${csrfField(props.csrf)}${tick}${formActions([submitButton({ text: '签署承诺', tone: 'primary' })])}</form>${leave(props.csrf)}`;
}
