/** An entry of the county's catalogue of service items (Q-B3); agencies by code, the category by its path. */
export type DemoItem = {
  code: string;
  name: string;
  agency: string;
  fallback: string | null;
  category: string;
  /** Working days where it has a period of its own. */
  days: number | null;
  basis: string;
};

export const items: readonly DemoItem[] = [
  item('SZ-001', '路灯不亮维修', 'chengguan', 'zhujian', '市政公用/道路设施/路灯不亮', '城市照明管理规定'),
  item(
    'SZ-002',
    '道路井盖缺损修复',
    'chengguan',
    'zhujian',
    '市政公用/道路设施/井盖缺损',
    '城市道路管理条例',
  ),
  item('SZ-003', '路面破损修补', 'chengguan', 'jiaotong', '市政公用/道路设施/路面破损', '城市道路管理条例'),
  item('GS-001', '停水抢修', 'zilaishui', 'zhujian', '市政公用/供水服务/停水抢修', '城市供水条例', 1),
  item('GS-002', '水压不足处理', 'zilaishui', 'zhujian', '市政公用/供水服务/水压不足', '城市供水条例'),
  item('GD-001', '停电抢修', 'gongdian', null, '市政公用/供电服务/停电抢修', '供电营业规则', 1),
  item('RQ-001', '燃气通气开户', 'ranqi', 'zhujian', '市政公用/供气服务/通气开户', '城镇燃气管理条例'),
  item(
    'HW-001',
    '生活垃圾清运',
    'chengguan',
    null,
    '城市管理/环境卫生/垃圾清运',
    '城市市容和环境卫生管理条例',
    2,
  ),
  item('LH-001', '树木修剪', 'chengguan', null, '城市管理/园林绿化/树木修剪', '城市绿化条例'),
  item(
    'WY-001',
    '住宅电梯故障处置',
    'zhujian',
    'shichang',
    '住房物业/设施维修/电梯故障',
    '特种设备安全法',
    2,
  ),
  item('RS-001', '社会保障卡申领补办', 'renshe', null, '劳动社保/社会保障卡/申领补办', '社会保险法'),
  item('YB-001', '异地就医备案', 'yibao', null, '医疗健康/医疗保障/异地就医', '基本医疗保险异地就医经办规程'),
  item('MZ-001', '最低生活保障申请', 'minzheng', null, '民政优抚/社会救助/最低生活保障', '社会救助暂行办法'),
];

function item(
  code: string,
  name: string,
  agency: string,
  fallback: string | null,
  category: string,
  basis: string,
  days: number | null = null,
): DemoItem {
  return { code, name, agency, fallback, category, basis, days };
}
