export type DemoAgency = {
  code: string;
  name: string;
  shortName: string;
  parent: string | null;
  kind: 'county' | 'bureau' | 'township' | 'section' | 'company';
  officePhone: string;
  dutyMobile: string;
  address: string;
};

/** The agencies of the fictional county: bureaus with some sections, companies, and every street, town and township. */
export const agencies: readonly DemoAgency[] = [
  county('qingyuan', '清源县人民政府', '县政府', '政务路1号'),
  bureau('zhujian', '住房和城乡建设局', '住建局', '政务路12号'),
  section('zhujian-wuye', 'zhujian', '住房和城乡建设局物业管理科', '住建局物业科'),
  section('zhujian-zhian', 'zhujian', '住房和城乡建设局工程质量安全科', '住建局质安科'),
  bureau('chengguan', '城市管理和综合执法局', '城管局', '迎晖路36号'),
  section('chengguan-shizheng', 'chengguan', '城市管理和综合执法局市政设施科', '城管局市政科'),
  section('chengguan-huanwei', 'chengguan', '城市管理和综合执法局环境卫生所', '环卫所'),
  bureau('gongan', '公安局', '公安局', '平安路8号'),
  section('gongan-jiaojing', 'gongan', '公安局交通警察大队', '交警大队'),
  bureau('renshe', '人力资源和社会保障局', '人社局', '政务路20号'),
  section('renshe-jiancha', 'renshe', '人力资源和社会保障局劳动保障监察大队', '劳动监察大队'),
  bureau('jiaoyu', '教育局', '教育局', '学府路15号'),
  bureau('weijian', '卫生健康局', '卫健局', '康宁路9号'),
  bureau('yibao', '医疗保障局', '医保局', '康宁路11号'),
  bureau('jiaotong', '交通运输局', '交通局', '环城路88号'),
  bureau('shichang', '市场监督管理局', '市场监管局', '迎晖路60号'),
  bureau('huanjing', '生态环境局', '生态环境局', '湖滨路27号'),
  bureau('ziran', '自然资源和规划局', '自然资源局', '政务路18号'),
  bureau('minzheng', '民政局', '民政局', '文昌路33号'),
  bureau('nongye', '农业农村局', '农业农村局', '西关路45号'),
  bureau('shuili', '水利局', '水利局', '西关路47号'),
  bureau('yingji', '应急管理局', '应急局', '政务路22号'),
  company('gongdian', '供电公司', '供电公司', '电力路6号'),
  company('ranqi', '燃气有限公司', '燃气公司', '环城路102号'),
  company('zilaishui', '自来水有限公司', '自来水公司', '湖滨路5号'),
  township('dongcheng', '东城街道办事处', '东城街道'),
  township('xicheng', '西城街道办事处', '西城街道'),
  township('nanhu', '南湖街道办事处', '南湖街道'),
  township('beiyuan', '北苑街道办事处', '北苑街道'),
  township('baishi', '白石镇人民政府', '白石镇'),
  township('liuxi', '柳溪镇人民政府', '柳溪镇'),
  township('qingyan', '青岩镇人民政府', '青岩镇'),
  township('longtan', '龙潭镇人民政府', '龙潭镇'),
  township('shuangqiao', '双桥镇人民政府', '双桥镇'),
  township('machang', '马场镇人民政府', '马场镇'),
  township('yunling', '云岭乡人民政府', '云岭乡'),
  township('songping', '松坪乡人民政府', '松坪乡'),
].map((agency, index) => ({
  ...agency,
  officePhone: `0000-8600${String(1001 + index)}`,
  dutyMobile: `1390000${String(7001 + index)}`,
}));

type Draft = Omit<DemoAgency, 'officePhone' | 'dutyMobile'>;

function county(code: string, name: string, shortName: string, address: string): Draft {
  return { code, name, shortName, parent: null, kind: 'county', address };
}

function bureau(code: string, name: string, shortName: string, address: string): Draft {
  return { code, name: `清源县${name}`, shortName, parent: 'qingyuan', kind: 'bureau', address };
}

function company(code: string, name: string, shortName: string, address: string): Draft {
  return { code, name: `清源县${name}`, shortName, parent: 'qingyuan', kind: 'company', address };
}

function section(code: string, parent: string, name: string, shortName: string): Draft {
  return { code, name: `清源县${name}`, shortName, parent, kind: 'section', address: '同主管单位办公地址' };
}

/** A township's short name is the name of its area, which is how a request finds the township of its place. */
function township(code: string, name: string, area: string): Draft {
  const address = area.endsWith('街道') ? `${area}便民服务中心` : `${area}政府路1号`;
  return { code, name: `清源县${name}`, shortName: area, parent: 'qingyuan', kind: 'township', address };
}
