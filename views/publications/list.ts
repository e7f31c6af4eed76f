import type { Moment } from '../cases/queue.ts';
import {
  card,
  definitionList,
  emptyState,
  type Html,
  html,
  linkButton,
  pageHead,
  pager,
  prose,
  timeTag,
} from '../ui/index.ts';

export type Publication = {
  number: string;
  headline: string;
  agency: string;
  publicReply: string;
  officePhone: string;
  contactPerson: string;
  at: Moment;
  /** Null for those who read no cases. */
  href: string | null;
};

export type PublicationsProps = { rows: readonly Publication[]; first: boolean; nextHref: string | null };

/** Answers that reach the citizen by being published alone, each with whom to ask. */
export function publicationsView({ rows, first, nextHref }: PublicationsProps): Html {
  const head = pageHead({
    title: '待公开答复',
    sub: '诉求人匿名或没有留下联系方式，答复须在平台公开，并附咨询电话和联系人。最新的在前，不含诉求人信息。',
  });
  const newest = first ? null : '/publications';
  const steps = pager({
    prevHref: newest,
    prevText: '回到最新',
    nextHref,
    nextText: '更早的',
    countText: `本页 ${rows.length} 件`,
  });
  return html`${head}${rows.length > 0 ? html`${rows.map(publication)}${steps}` : none(first)}`;
}

function publication({
  number,
  headline,
  agency,
  publicReply,
  officePhone,
  contactPerson,
  at,
  href,
}: Publication) {
  const about = definitionList([
    [
      '工单号',
      href
        ? html`<a class="ui-number" href="${href}">${number}</a>`
        : html`<span class="ui-number">${number}</span>`,
    ],
    ['答复单位', agency],
    ['咨询电话', officePhone],
    ['联系人', contactPerson],
    ['审核时间', timeTag(at.at, at.text, at.exact)],
  ]);
  return card(headline, html`${prose(publicReply)}${about}`);
}

function none(first: boolean): Html {
  return first
    ? emptyState({
        title: '没有待公开的答复',
        text: '匿名诉求和没有留下联系方式的诉求，答复经热线审核通过后会列在这里。',
      })
    : emptyState({
        title: '没有更早的答复',
        text: '已经到最后。',
        action: linkButton({ href: '/publications', text: '回到最新' }),
      });
}
