import type { Digest, DigestLine } from '../../views/digest/digest.ts';
import { LINES_SHOWN, leadOf } from '../../views/digest/digest.ts';

/** The digest as plain text, for mail readers without HTML. */
export function digestText(digest: Digest): string {
  const sections = digest.sections.map(({ name, lines }) => [
    `【${name}】${lines.length} 件`,
    ...lines.slice(0, LINES_SHOWN).map(textOf),
    ...more(lines.length),
  ]);
  const late = digest.late.map(
    ({ agency, count, kinds, oldest }) => `${agency}：${count} 件（${kinds}），最早应于${oldest}前`,
  );
  const blocks = [
    [`${digest.name}：`, leadOf(digest)],
    ...sections,
    ...(late.length > 0 ? [['【各单位超期】', ...late]] : []),
    ...(digest.unsent.length > 0 ? [['【未另发短信的提醒】', ...digest.unsent]] : []),
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function textOf({ number, headline, agency, note, href }: DigestLine): string {
  return [`${number} ${headline}`, agency, note, href].filter((each) => each !== '').join('，');
}

function more(count: number): string[] {
  return count > LINES_SHOWN ? [`其余 ${count - LINES_SHOWN} 件请登录查看。`] : [];
}
