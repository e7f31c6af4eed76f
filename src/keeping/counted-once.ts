import { OFFSET } from '../calendar/local-time.ts';

/*
 * Figures of what is cleared away in time, each as a query of year, figure, key and value.
 */

const yearOf = (column: string) =>
  `CAST(strftime('%Y', (${column} + ${OFFSET}) / 1000, 'unixepoch') AS INTEGER)`;

const SENT = `m.status IN ('sent', 'delivered', 'phoned')`;

/**
 * Of messages, by medium, and in the year in which they were written: how many went out or failed, in how many parts, at
 * what price. One look at each message. @param which a condition on `m`
 */
export function messageFigures(which: string): string {
  return `SELECT year, figure, medium AS key,
      CASE figure WHEN 'messages_sent' THEN sent WHEN 'messages_failed' THEN failed
        WHEN 'message_parts' THEN parts ELSE cost END AS value
    FROM (SELECT ${yearOf('m.created_at')} AS year, m.medium, sum(${SENT}) AS sent, sum(m.status = 'dead') AS failed,
        sum(CASE WHEN ${SENT} THEN m.parts ELSE 0 END) AS parts,
        sum(CASE WHEN ${SENT} THEN m.parts * coalesce(g.price, 0) ELSE 0 END) AS cost
      FROM messages m LEFT JOIN gateways g ON g.id = m.gateway_id WHERE ${which} GROUP BY 1, 2)
    CROSS JOIN (SELECT 'messages_sent' AS figure UNION ALL SELECT 'messages_failed' UNION ALL SELECT 'message_parts'
      UNION ALL SELECT 'message_cost')`;
}

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

/** Of the audit log, in the year in which they were written. @param which a condition on `l` */
export function auditFigures(which: string): string {
  return `SELECT ${yearOf('l.at')} AS year, CASE l.act ${FIGURE_OF_ACT} END AS figure, '' AS key, count(*) AS value
    FROM audit_log l WHERE l.act IN (${COUNTED}) AND ${which} GROUP BY 1, 2`;
}
