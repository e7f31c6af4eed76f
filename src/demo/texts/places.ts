import { governmentAreas } from '../../presets/government-categories.ts';

/** Where a person lives: an area of the preset and, in the county town, street and estate. */
export type Home = {
  town: string;
  community: string;
  roads: readonly string[];
  estate: string | null;
  school: string;
};

type Quarter = { roads: readonly string[]; estates: readonly string[]; school: string };

/** Roads, estates (in the order of the communities) and schools of the county town; all invented. */
const quarters: Readonly<Record<string, Quarter>> = {
  东城街道: {
    roads: ['文昌路', '迎晖路', '学府路', '青年路', '石桥街'],
    estates: ['文昌嘉园', '云锦花园', '学府雅苑', '青年公寓', '石桥新村'],
    school: '文昌小学',
  },
  西城街道: {
    roads: ['西关路', '锦绣大道', '双塔路', '和平路', '电力路'],
    estates: ['西关花苑', '锦绣家园', '铁路新村', '双塔小区', '和平里'],
    school: '双塔小学',
  },
  南湖街道: {
    roads: ['湖滨路', '柳岸路', '观澜路', '南湖大道'],
    estates: ['湖滨公馆', '新湖佳苑', '柳岸新居', '观澜府'],
    school: '湖滨小学',
  },
  北苑街道: {
    roads: ['环城路', '工业大道', '春晖路', '平安路'],
    estates: ['工业园安置小区', '北苑人家', '春晖园', '平安里小区'],
    school: '春晖小学',
  },
};

/** Every estate of the county town with the community around it. */
export const townHomes: readonly Home[] = homesWhere((town) => {
  const quarter = quarters[town];
  if (!quarter) return [];
  return quarter.estates.map((estate) => ({ estate, roads: quarter.roads, school: quarter.school }));
});

/** Every village outside the county town. */
export const villageHomes: readonly Home[] = homesWhere((town) =>
  quarters[town] ? [] : [{ estate: null, roads: ['通村公路'], school: `${town}中心小学` }],
).filter((home) => home.community.endsWith('村'));

function homesWhere(inTown: (town: string) => readonly Omit<Home, 'town' | 'community'>[]): Home[] {
  return governmentAreas.flatMap(([town, communities = []]) => {
    const places = inTown(town);
    if (places.length > 1)
      return places.map((place, n) => ({ town, community: nth(communities, n), ...place }));
    return places.flatMap((place) => communities.map(([community]) => ({ town, community, ...place })));
  });
}

function nth(communities: readonly (readonly [string, ...unknown[]])[], n: number): string {
  return communities[n % communities.length]?.[0] ?? '';
}
