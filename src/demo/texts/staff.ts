import type { Role } from '../../people/roles.ts';

export type DemoPerson = {
  login: string;
  name: string;
  roles: readonly Role[];
  agency: string | null;
  operatorNo: string | null;
  phone: string;
};

type Row = readonly [login: string, name: string, role: Role, operatorNo?: string];

const hotline: readonly Row[] = [
  ['huawu1', '林谷雨', 'operator', '8001'],
  ['huawu2', '何白露', 'operator', '8002'],
  ['huawu3', '周小满', 'operator', '8003'],
  ['paidan1', '吴立夏', 'dispatcher'],
  ['paidan2', '许惊蛰', 'dispatcher'],
  ['huifang1', '沈清明', 'callback_clerk', '8021'],
  ['huifang2', '宋霜降', 'callback_clerk', '8022'],
  ['duban1', '方冬至', 'supervisor', '8031'],
  ['zhijian1', '程秋分', 'inspector'],
  ['zhishi1', '蒋芒种', 'editor'],
  ['lingdao1', '高立春', 'leader'],
  ['guanli1', '管系统', 'admin'],
  ['shenji1', '申审计', 'auditor'],
];

/** Agency, its handlers, its leader; a section has one handler, its bureau's leader approves. */
const atAgencies: readonly (readonly [agency: string, handlers: readonly string[], leader: string | null])[] =
  [
    ['zhujian', ['罗春分', '罗夏至'], '罗立冬'],
    ['zhujian-wuye', ['罗小雪'], null],
    ['zhujian-zhian', ['罗大寒'], null],
    ['chengguan', ['陈春分', '陈夏至'], '陈立冬'],
    ['chengguan-shizheng', ['陈小雪'], null],
    ['chengguan-huanwei', ['陈大寒'], null],
    ['gongan', ['郑春分', '郑夏至'], '郑立冬'],
    ['gongan-jiaojing', ['郑小雪'], null],
    ['renshe', ['任春分', '任夏至'], '任立冬'],
    ['renshe-jiancha', ['任小雪'], null],
    ['jiaoyu', ['江春分'], '江立冬'],
    ['weijian', ['魏春分'], '魏立冬'],
    ['yibao', ['易春分'], '易立冬'],
    ['jiaotong', ['焦春分', '焦夏至'], '焦立冬'],
    ['shichang', ['石春分', '石夏至'], '石立冬'],
    ['huanjing', ['黄春分'], '黄立冬'],
    ['ziran', ['祝春分'], '祝立冬'],
    ['minzheng', ['闵春分'], '闵立冬'],
    ['nongye', ['农春分'], '农立冬'],
    ['shuili', ['水春分'], '水立冬'],
    ['yingji', ['应春分'], '应立冬'],
    ['gongdian', ['龚春分'], '龚立冬'],
    ['ranqi', ['冉春分'], '冉立冬'],
    ['zilaishui', ['齐春分'], '齐立冬'],
    ['dongcheng', ['董春分'], '董立冬'],
    ['xicheng', ['席春分'], '席立冬'],
    ['nanhu', ['南春分'], '南立冬'],
    ['beiyuan', ['贝春分'], '贝立冬'],
    ['baishi', ['白春分'], '白立冬'],
    ['liuxi', ['柳春分'], '柳立冬'],
    ['qingyan', ['秦春分'], '秦立冬'],
    ['longtan', ['龙春分'], '龙立冬'],
    ['shuangqiao', ['桥春分'], '桥立冬'],
    ['machang', ['马春分'], '马立冬'],
    ['yunling', ['云春分'], '云立冬'],
    ['songping', ['松春分'], '松立冬'],
  ];

/**
 * The people of the demonstration, all invented: logins of the hotline speak of the post (`huawu1`), those of an
 * agency are its code (`chengguan`, `chengguan2`) and the code with `-ld` for its leader.
 */
export const staff: readonly DemoPerson[] = [
  ...hotline.map(([login, name, role, operatorNo = null]) => ({
    login,
    name,
    roles: [role],
    agency: null,
    operatorNo,
  })),
  ...atAgencies.flatMap(([agency, handlers, leader]) => [
    ...handlers.map((name, index) =>
      agencyPerson(index === 0 ? agency : `${agency}${index + 1}`, name, 'handler', agency),
    ),
    ...(leader === null ? [] : [agencyPerson(`${agency}-ld`, leader, 'agency_leader', agency)]),
  ]),
].map((person, index) => ({ ...person, phone: `1390000${String(index + 1).padStart(4, '0')}` }));

function agencyPerson(login: string, name: string, role: Role, agency: string): Omit<DemoPerson, 'phone'> {
  return { login, name, roles: [role], agency, operatorNo: null };
}
