import type { AgencyKind } from '../db/schema.ts';

/** Kinds of agencies in the order people see them (Q-B4). */
export const AGENCY_KINDS = {
  county: '县政府',
  bureau: '部门',
  township: '乡镇街道',
  section: '科室',
  company: '企业',
} as const satisfies Record<AgencyKind, string>;

export const KIND_CODES = [
  'county',
  'bureau',
  'township',
  'section',
  'company',
] as const satisfies readonly AgencyKind[];

const ALSO_WRITTEN: Readonly<Record<string, AgencyKind>> = {
  政府: 'county',
  县: 'county',
  局: 'bureau',
  委办局: 'bureau',
  县直部门: 'bureau',
  单位: 'bureau',
  乡镇: 'township',
  镇: 'township',
  乡: 'township',
  街道: 'township',
  科: 'section',
  股室: 'section',
  科股室: 'section',
  班组: 'section',
  公司: 'company',
  国企: 'company',
};

/** The kind that a word in a file means: a Chinese name of it or its code. */
export function kindNamed(word: string): AgencyKind | undefined {
  return (
    KIND_CODES.find((kind) => kind === word.toLowerCase() || AGENCY_KINDS[kind] === word) ??
    ALSO_WRITTEN[word]
  );
}

/** What a name suggests, where a file does not say; shown in the preview before it counts. */
export function kindLikely(name: string, hasParent: boolean): AgencyKind {
  if (/(乡|镇|街道)(人民政府|政府|办事处)?$/.test(name)) return 'township';
  if (/(人民政府|县政府|区政府|市政府)$/.test(name)) return 'county';
  if (/(公司|集团|厂)$/.test(name)) return 'company';
  return hasParent && /(科|股|室|组)$/.test(name) ? 'section' : 'bureau';
}
