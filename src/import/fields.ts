/** What an imported row may tell about a case. `text` and `receivedAt` must be there. */
export const FIELDS = {
  number: {
    label: '原编号',
    names: [
      '编号',
      '工单编号',
      '工单号',
      '诉求编号',
      '留言编号',
      '受理编号',
      '原编号',
      '来源编号',
      '单号',
      'id',
      'number',
      'no',
      'case_id',
    ],
  },
  title: {
    label: '标题',
    names: [
      '标题',
      '诉求标题',
      '工单标题',
      '留言主题',
      '主题',
      '事项名称',
      'title',
      'headline',
      'subject',
      'summary',
    ],
  },
  text: {
    label: '诉求内容',
    names: [
      '内容',
      '诉求内容',
      '留言详情',
      '留言内容',
      '反映内容',
      '来电内容',
      '工单内容',
      '问题描述',
      '诉求描述',
      '正文',
      'text',
      'content',
      'description',
      'body',
    ],
  },
  receivedAt: {
    label: '来电时间',
    names: [
      '来电时间',
      '受理时间',
      '登记时间',
      '留言时间',
      '诉求时间',
      '接听时间',
      '创建时间',
      '提交时间',
      '反映时间',
      'received_at',
      'receivedat',
      'created_at',
      'received',
    ],
  },
  answer: {
    label: '答复',
    names: [
      '答复',
      '答复内容',
      '答复意见',
      '回复',
      '回复内容',
      '回复意见',
      '办理结果',
      '处理结果',
      '办理情况',
      'reply',
      'answer',
      'response',
    ],
  },
  repliedAt: {
    label: '答复时间',
    names: [
      '答复时间',
      '回复时间',
      '办结时间',
      '办理时间',
      'replied_at',
      'repliedat',
      'answered_at',
      'closed_at',
    ],
  },
  name: {
    label: '诉求人姓名',
    names: [
      '姓名',
      '诉求人',
      '诉求人姓名',
      '来电人',
      '来电人姓名',
      '联系人',
      '反映人',
      '留言用户',
      '用户',
      'user',
      'name',
      'citizen',
      'caller',
    ],
  },
  phone: {
    label: '来电号码',
    names: [
      '电话',
      '来电号码',
      '来电电话',
      '联系电话',
      '电话号码',
      '联系方式',
      '手机',
      '手机号',
      '手机号码',
      'phone',
      'tel',
      'telephone',
      'mobile',
    ],
  },
  address: {
    label: '诉求人住址',
    names: ['住址', '诉求人住址', '联系地址', '家庭住址', 'address'],
  },
  confidential: {
    label: '是否保密',
    names: ['是否保密', '保密', '要求保密', '诉求人要求保密', '保密要求', 'confidential'],
  },
  kind: {
    label: '诉求类型',
    names: ['类型', '诉求类型', '工单类型', '来电类型', '诉求性质', 'kind', 'type'],
  },
  category: {
    label: '诉求分类',
    names: ['分类', '诉求分类', '问题分类', '内容分类', '类别', '一级标签', 'category'],
  },
  area: {
    label: '所属区域',
    names: ['区域', '所属区域', '行政区划', '所属区划', '辖区', '区县', '街道', 'area', 'district', 'region'],
  },
  agency: {
    label: '承办单位',
    names: [
      '承办单位',
      '办理单位',
      '责任单位',
      '主办单位',
      '牵头单位',
      '处理单位',
      '受理单位',
      '答复单位',
      'agency',
      'department',
    ],
  },
  place: {
    label: '事发地点',
    names: ['地点', '事发地点', '事发地址', '诉求地点', '反映地点', '详细地址', '地址', 'place', 'location'],
  },
  channel: {
    label: '来源渠道',
    names: ['渠道', '来源渠道', '诉求来源', '受理渠道', '来电渠道', '来源', 'channel', 'source'],
  },
  status: {
    label: '原状态',
    names: ['状态', '工单状态', '办理状态', '处理状态', 'status', 'state'],
  },
} as const satisfies Record<string, { label: string; names: readonly string[] }>;

export type FieldKey = keyof typeof FIELDS;

export const FIELD_KEYS = Object.keys(FIELDS) as readonly FieldKey[];

export const REQUIRED_FIELDS: readonly FieldKey[] = ['text', 'receivedAt'];

export function isFieldKey(text: string): text is FieldKey {
  return Object.hasOwn(FIELDS, text);
}
