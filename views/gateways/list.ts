import {
  emptyState,
  type Html,
  html,
  linkButton,
  pageHead,
  postButton,
  queueTable,
  statusBadge,
} from '../ui/index.ts';
import type { ListedGateway } from './types.ts';

/** Every way out of the house, in the order in which they are tried. */
export function gatewaysView({ rows, csrf }: { rows: readonly ListedGateway[]; csrf: string }): Html {
  const head = pageHead({
    title: '短信与邮件网关',
    sub: '提醒和通知经这里列出的网关发出。短信先按号段选择网关，同等条件下按此处的顺序；前面的无法连接时，自动改用后面的。',
    actions: linkButton({ href: '/gateways/new', text: '新建网关', tone: 'primary', icon: 'plus' }),
  });
  return html`${head}${table(rows, csrf)}`;
}

function table(rows: readonly ListedGateway[], csrf: string): Html {
  return queueTable({
    caption: '网关，按发送顺序排列',
    link: 'name',
    columns: [
      { key: 'name', label: '名称' },
      { key: 'channel', label: '类型' },
      { key: 'state', label: '状态' },
      { key: 'today', label: '今日发送', align: 'end' },
      { key: 'cost', label: '今日费用', align: 'end' },
      { key: 'lastOk', label: '最近成功' },
      { key: 'order', label: '顺序' },
    ],
    rows: rows.map((row, at) => ({
      href: `/gateways/${row.id}`,
      cells: {
        name: row.name,
        channel: html`${row.channel}${row.audience ? html` <span class="ui-muted">${row.audience}</span>` : ''}`,
        state: stateCell(row),
        today: row.today,
        cost: row.cost,
        lastOk: row.lastOk,
        order: html`${at > 0 ? step(csrf, row, 'up', '上移') : ''}${at < rows.length - 1 ? step(csrf, row, 'down', '下移') : ''}`,
      },
    })),
    empty: noneYet(),
  });
}

export function stateCell({ tone, state, why }: ListedGateway): Html {
  return html`${statusBadge(tone, state)}${why ? html` <span class="ui-muted gateway-why">${why}</span>` : ''}`;
}

function step(csrf: string, { id, name }: ListedGateway, way: 'up' | 'down', text: string): Html {
  const attrs = { 'aria-label': `${text}：${name}` };
  return postButton({ action: `/gateways/${id}/${way}`, csrf, text, small: true, tone: 'quiet', attrs });
}

function noneYet(): Html {
  return emptyState({
    title: '还没有网关',
    text: '网关建好后会列在这里，系统才能自动发送短信和邮件提醒。在此之前，需要短信提醒的都列入电话通知单，由人工拨打。',
    action: linkButton({ href: '/gateways/new', text: '新建网关', tone: 'primary' }),
  });
}
