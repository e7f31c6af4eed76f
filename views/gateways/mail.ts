import { type Content, type Html, html } from '../ui/index.ts';

/** A letter as mail readers show it: no style sheet, no picture, nothing to load. */
export function mailView(title: string, body: Content): Html {
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body>${body}</body></html>`;
}

/** A plain text with its lines and links. */
export function plainMail(title: string, text: string): Html {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => html`<p>${lines(paragraph)}</p>`);
  return mailView(title, html`${paragraphs}`);
}

function lines(paragraph: string): Html[] {
  return paragraph.split('\n').map((line, at) => html`${at > 0 ? html`<br>` : ''}${withLinks(line)}`);
}

/** An address ends where Chinese text or a closing mark begins. */
const LINK = /(https?:\/\/[\w\-./?=&%#:~+]*[\w/=&%#~+-])/;

function withLinks(line: string): Html[] {
  return line
    .split(LINK)
    .map((part, at) => (at % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));
}
