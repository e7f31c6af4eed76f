import { newDraftKey } from '../../src/drafts/drafts.ts';
import type { Target } from './load.ts';
import type { Scene, Visitor } from './visitors.ts';

/** What the operator types in every request of the benchmark; the floor takes the same. */
export const INTAKE = {
  phone: '13900001234',
  name: '陈先生',
  channel: 'phone',
  kind: 'complaint',
  text: '来电人反映：文昌路与迎晖路交叉口每到傍晚就有七八家烧烤摊把桌椅摆到人行道和非机动车道上，行人只能走机动车道，油烟大、地面全是油污，经营到凌晨才收摊，附近小区的居民无法休息，希望有关部门尽快核查处理，并告知处理结果。',
  place: '文昌路与迎晖路交叉口',
} as const;

/** A word that very many cases have. */
const FREQUENT_WORD = '物业';

/** What people do all day. The intake comes first: from then on even a small file fills a page of the queue. */
export function productTargets(scene: Scene): Target[] {
  const { dispatcher, handler, operator, supervisor } = scene;
  return [
    intake(operator),
    page('queue', dispatcher, () => '/queues/to-dispatch'),
    page('queue of an agency', handler, () => '/queues/handling'),
    page('case', dispatcher, nextCase(scene)),
    page('intake form', operator, () => '/intake?new=1'),
    similar(operator),
    page('search, frequent word', dispatcher, () => `/search?q=${encodeURIComponent(FREQUENT_WORD)}`),
    page('search, rare fragment', dispatcher, () => `/search?q=${encodeURIComponent(scene.rareWord)}`),
    page('navigation counts', supervisor, () => '/nav'),
    page('overview', supervisor, () => '/overview'),
  ];
}

/** The same three without anything around them; see floor.ts. */
export function floorTargets(scene: Scene): Target[] {
  const nobody = { userId: 0, cookie: '', csrf: '' };
  return [
    { ...intake(nobody), next: () => ({ path: '/intake' }) },
    page('queue', nobody, () => '/queue'),
    page('case', nobody, nextCase(scene)),
  ];
}

function page(name: string, visitor: Visitor, path: () => string): Target {
  return {
    ...{ name, method: 'GET', status: 200, headers: { cookie: visitor.cookie } },
    next: () => ({ path: path() }),
  };
}

function nextCase({ openCases }: Scene): () => string {
  let at = 0;
  return () => `/cases/${openCases[at++ % openCases.length]}`;
}

/** What the intake page asks for while the text is typed. */
function similar(operator: Visitor): Target {
  const body = new URLSearchParams({ text: INTAKE.text, csrf: operator.csrf }).toString();
  return {
    ...{ name: 'similar cases', method: 'POST', status: 200 },
    headers: { cookie: operator.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    next: () => ({ path: '/intake/similar', body }),
  };
}

function intake(operator: Visitor): Target {
  const fields = { ...INTAKE, outcome: 'accept', csrf: operator.csrf };
  const stem = new URLSearchParams(fields).toString();
  return {
    ...{ name: 'intake', method: 'POST', status: 303 },
    headers: { cookie: operator.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    next: () => ({ path: '/intake', body: `${stem}&key=${newDraftKey()}` }),
  };
}
