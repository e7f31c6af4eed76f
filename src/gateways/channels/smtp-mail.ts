import type { SendMailOptions } from 'nodemailer';
import { plainMail } from '../../../views/gateways/mail.ts';
import type { Outgoing, Settings } from './channel.ts';

/** The letter itself: the same id through every try, so that a mail server or reader drops the second. */
export function mailOf(settings: Settings, message: Outgoing): SendMailOptions {
  const from = settings.from ?? '';
  const domain = domainOf(from);
  return {
    from: { name: settings.from_name ?? '', address: from },
    to: { name: message.recipientName, address: message.to },
    envelope: { from: settings.bounce || from, to: [message.to] },
    messageId: `<${message.uid}@${domain}>`,
    date: new Date(message.now),
    subject: message.subject,
    text: message.text,
    html: message.html || String(plainMail(message.subject, message.text)),
    list: { id: { url: `hotline.${domain}`, comment: settings.from_name || '热线提醒' } },
    // Nobody's absence note is wanted in answer (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    ...threadOf(message.thread, domain),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * All letters about a case hang on one id that stands for the case and belongs to no letter: each recipient got other
 * ones before, and mail readers put together what has the same root. The first does not answer anything.
 */
function threadOf(thread: Outgoing['thread'], domain: string): SendMailOptions {
  if (!thread) return {};
  const root = `<case-${thread.number.replace(/[^\w.-]/g, '-')}@${domain}>`;
  return thread.first ? { references: root } : { references: root, inReplyTo: root };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
