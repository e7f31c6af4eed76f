import { type Html, html, linkButton, note } from './ui/index.ts';

export function errorView(message: string): Html {
  return html`${note('error', message)}<p>${linkButton({ href: '/', text: '回到首页' })}</p>`;
}
