import type { Phrase } from './types.ts';

/** The phrases every hotline shares (H-A2); `hotline` is the name callers hear, `citizen` what they are called. */
export function standardPhrases(hotline: string): readonly Phrase[] {
  return [
    ...openings(hotline),
    ...during,
    ...closings(hotline),
    ...specialDays.map(([title, greeting]): Phrase => {
      return { stage: 'special_day', title, text: `${greeting}，这里是${hotline}，×××号为您服务，请讲。` };
    }),
  ];
}

function openings(hotline: string): readonly Phrase[] {
  return [
    { stage: 'opening', title: '开头语', text: `您好，${hotline}，×××号为您服务，请问有什么可以帮您？` },
    { stage: 'opening', title: '询问称呼', text: '请问您怎么称呼？' },
    {
      stage: 'opening',
      title: '无声来电',
      text: '您好，您的电话已经接通，请讲。很抱歉听不到您的声音，请您换一部电话再打来，再见。',
    },
  ];
}

const during: readonly Phrase[] = [
  { stage: 'during', title: '听不清楚', text: '很抱歉，电话里声音较小，麻烦您再说一遍，好吗？' },
  { stage: 'during', title: '请对方等待', text: '我需要为您查询一下，大约一分钟，请您不要挂机。' },
  { stage: 'during', title: '等待后恢复', text: '感谢您的耐心等待，现在为您说明查询到的情况。' },
  { stage: 'during', title: '安抚情绪', text: '您的心情我非常理解，请您慢慢说，我把情况完整记录下来。' },
  {
    stage: 'during',
    title: '核对联系方式',
    text: '为了方便工作人员与您联系，请允许我核对您的联系电话和地址。您的信息将严格保密。',
  },
  {
    stage: 'during',
    title: '复述确认',
    text: '我把您反映的情况复述一遍，请您听一下是否准确，有需要补充的请告诉我。',
  },
  {
    stage: 'during',
    title: '暂时不能答复',
    text: '您咨询的问题我需要进一步核实，核实后会按约定时间给您回电，请保持电话畅通。',
  },
  {
    stage: 'during',
    title: '用语不当提醒',
    text: '您的问题我们会认真处理，请您使用文明用语，便于我准确记录。',
  },
];

function closings(hotline: string): readonly Phrase[] {
  return [
    { stage: 'closing', title: '询问其他需求', text: '请问您还有其他需要帮助的吗？' },
    { stage: 'closing', title: '邀请评价', text: '通话结束后请您对本次服务作出评价，谢谢。' },
    { stage: 'closing', title: '结束语', text: `感谢您拨打${hotline}，再见。` },
  ];
}

const specialDays: readonly (readonly [title: string, greeting: string])[] = [
  ['元旦', '元旦快乐'],
  ['春节', '新春好，给您拜年'],
  ['清明', '清明时节，愿您安康'],
  ['劳动节', '劳动节快乐'],
  ['端午', '端午安康'],
  ['中秋', '中秋快乐'],
  ['国庆节', '国庆节快乐'],
];

/** Words never to be used on the phone (服务禁语, H-A2); quality inspection looks for them. */
export const forbiddenPhrases: readonly string[] = [
  '不知道',
  '不清楚，你问别人',
  '这不归我管',
  '我也没办法',
  '你找谁都没用',
  '规定就是这样',
  '刚才不是说过了吗',
  '你听不懂吗',
  '你到底想怎么样',
  '有意见你去投诉',
  '随便你',
  '快点说，后面还有人等',
  '下班了，明天再打',
  '急什么，等着吧',
  '这是你自己的问题',
  '跟我说没用',
  '谁答应你的你找谁',
  '说了不行就是不行',
];
