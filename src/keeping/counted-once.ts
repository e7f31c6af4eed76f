import { OFFSET } from '../calendar/local-time.ts';

/*
 * Figures of what is cleared away in time, each as (year, figure, key, value); the query goes on with AND and GROUP BY.
 */

const yearOf = (column: string) =>
  `CAST(strftime('%Y', (${column} + ${OFFSET}) / 1000, 'unixepoch') AS INTEGER)`;

const OF_MESSAGES = `FROM messages m LEFT JOIN gateways g ON g.id = m.gateway_id`;
const SENT = `m.status IN ('sent', 'delivered', 'phoned')`;

/** By medium, and in the year in which they were written: how many went out or failed, in how many parts, at what price. */
export const MESSAGE_FIGURES: readonly string[] = [
  ['messages_sent', 'count(*)', SENT],
  ['messages_failed', 'count(*)', `m.status = 'dead'`],
  ['message_parts', 'sum(m.parts)', SENT],
  ['message_cost', 'sum(m.parts * coalesce(g.price, 0))', SENT],
].map(
  ([
    figure,
    value,
    which,
  ]) => `SELECT ${yearOf('m.created_at')} AS year, '${figure}' AS figure, m.medium AS key,
    ${value} AS value ${OF_MESSAGES} WHERE ${which}`,
);

/** Acts of the audit log that are counted, by figure. */
const ACTS = {
  logins: ['login'],
  exports: ['export_downloaded', 'attachments_downloaded'],
  prints: ['case_printed', 'supervision_printed', 'letter_printed'],
  reveals: ['phone_revealed'],
} as const;

const FIGURE_OF_ACT = Object.entries(ACTS)
  .flatMap(([figure, acts]) => acts.map((act) => `WHEN '${act}' THEN '${figure}'`))
  .join(' ');
const COUNTED = Object.values(ACTS)
  .flat()
  .map((act) => `'${act}'`)
  .join();

export const AUDIT_FIGURES = `SELECT ${yearOf('l.at')} AS year, CASE l.act ${FIGURE_OF_ACT} END AS figure, '' AS key,
  count(*) AS value FROM audit_log l WHERE l.act IN (${COUNTED})`;
