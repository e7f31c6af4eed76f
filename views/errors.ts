import { type Html, html, linkButton, note, pageHead } from './ui/index.ts';

/** `title` where the page around it does not show one itself. */
export function errorView(message: string, title: string | null): Html {
  return html`${title ? pageHead({ title }) : ''}${note('error', message)}<p>${linkButton({ href: '/', text: '回到首页' })}</p>`;
}
