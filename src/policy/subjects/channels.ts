import { words } from '../cells.ts';
import { rows } from '../parts.ts';
import type { Subject } from '../subject.ts';

export const channels: Subject = {
  slug: 'channels',
  title: '来源渠道',
  group: '清单',
  keys: ['channels'],
  words: [
    '诉求可以通过电话、网络、短信、邮件、来访、信函、外呼等渠道提出。',
    '排在第一位的为来电渠道：登记时默认选用，并记录通话。请不要把其他渠道移到第一位。移除的渠道不再用于新登记的诉求。',
  ],
  parts: [
    rows<{ code: string; name: string }>({
      name: 'channels',
      noun: '渠道',
      least: 1,
      cells: { name: words('名称', { max: 10 }) },
      called: ({ name }) => name,
      from: ({ channels }) => channels,
      to: (channels) => ({ channels: channels.map(({ code, name }) => ({ code, name })) }),
    }),
  ],
  usedAs: 'channel',
  summary: ({ channels }) => [channels.map(({ name }) => name).join('、')],
  example: ({ channels }) => [
    `登记时默认为“${channels[0]?.name ?? ''}”并记录通话，另可选 ${
      channels
        .slice(1)
        .map(({ name }) => `“${name}”`)
        .join('') || '的没有'
    }。`,
  ],
};
