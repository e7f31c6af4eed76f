import { type Html, html, linkButton, pageHead } from '../ui/index.ts';

type Kind = { code: string; name: string; medium: 'sms' | 'email'; about: string };

const MEDIA = [
  ['sms', '短信'],
  ['email', '邮件'],
] as const;

/** Which channel a new gateway is of: what each is for and what it takes. */
export function gatewayKindsView(kinds: readonly Kind[]): Html {
  const head = pageHead({
    title: '新建网关',
    sub: '请选择网关类型。',
    back: { href: '/gateways', text: '短信与邮件网关' },
  });
  const groups = MEDIA.map(([medium, title]) =>
    group(
      title,
      kinds.filter((kind) => kind.medium === medium),
    ),
  );
  return html`${head}${groups}`;
}

function group(title: string, kinds: readonly Kind[]): Html {
  if (kinds.length === 0) return html``;
  const items = kinds.map((kind) => {
    const choose = linkButton({
      href: `/gateways/new?channel=${kind.code}`,
      text: '选择',
      small: true,
      attrs: { 'aria-label': `选择：${kind.name}` },
    });
    return html`<li class="gateway-kind"><div><h3>${kind.name}</h3><p class="ui-muted">${kind.about}</p></div>${choose}</li>`;
  });
  return html`<section class="ui-card"><div class="ui-card-head"><h2>${title}</h2></div><div class="ui-card-body"><ul class="gateway-kinds">${items}</ul></div></section>`;
}
