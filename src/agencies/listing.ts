import type { ListedAgency } from '../../views/agencies/list.ts';
import { AGENCY_KINDS } from './kinds.ts';
import { agencyRank } from './names.ts';
import type { AgencyRow } from './queries.ts';

/** All agencies, each followed by those below it. */
export function listedTree(agencies: readonly AgencyRow[]): ListedAgency[] {
  const below = Map.groupBy(agencies, (agency) => agency.parent_id);
  const walk = (parent: number | null, depth: number): ListedAgency[] =>
    (below.get(parent) ?? []).flatMap((agency) => [listed(agency, depth, ''), ...walk(agency.id, depth + 1)]);
  return walk(null, 0);
}

/** Those that the typed text leads to, best first, each with the agencies above it. */
export function foundAgencies(agencies: readonly AgencyRow[], typed: string): ListedAgency[] {
  const byId = new Map(agencies.map((agency) => [agency.id, agency]));
  return agencies
    .map((agency) => ({ agency, rank: agencyRank(agency, typed) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || b.agency.active - a.agency.active || a.agency.id - b.agency.id)
    .map(({ agency }) => listed(agency, 0, byId.get(agency.parent_id ?? 0)?.name ?? ''));
}

function listed(agency: AgencyRow, depth: number, above: string): ListedAgency {
  return {
    id: agency.id,
    name: agency.name,
    shortName: agency.short_name,
    depth,
    above,
    kindText: AGENCY_KINDS[agency.kind],
    officePhone: agency.office_phone,
    contactPerson: agency.contact_person,
    staff: agency.staff ?? 0,
    active: agency.active === 1,
    external: agency.external === 1,
  };
}
