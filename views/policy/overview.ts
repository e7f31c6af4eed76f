import { card, type Html, html, note, pageHead } from '../ui/index.ts';

export type OverviewSubject = {
  href: string;
  title: string;
  from: string;
  lines: readonly string[];
  /** What waits to come into force: from when, and what. */
  coming: readonly { from: string; changes: readonly string[] }[];
};

export type OverviewProps = {
  groups: readonly { title: string; subjects: readonly OverviewSubject[] }[];
  mayChange: boolean;
};

/** Every setting in plain words: what is in force, and what is to come. */
export function policyOverview({ groups, mayChange }: OverviewProps): Html {
  const sub = mayChange
    ? '时限、清单和用语都可以在这里修改。每次修改另存一版，已登记的工单仍按登记时的规定办理。'
    : '热线现行的时限、清单和用语。如需修改，请联系系统管理员。';
  return html`${pageHead({ title: '设置与时限', sub })}${groups.map(({ title, subjects }) => card(title, html`<ul class="policy-subjects">${subjects.map(subjectLine)}</ul>`))}`;
}

function subjectLine({ href, title, from, lines, coming }: OverviewSubject): Html {
  const later = coming.map((each) =>
    note('info', html`<strong>${each.from}：</strong>${each.changes.join('；')}`),
  );
  return html`<li><div class="policy-subject"><a href="${href}">${title}</a><span class="ui-muted">${from}</span></div><div>${lines.map((line) => html`<p>${line}</p>`)}${later}</div></li>`;
}
