import type { AnsweredTemplate, HandledTemplate, RejectedTemplate } from './template.ts';
import { answered } from './templates/answered.ts';
import { city } from './templates/city.ts';
import { housing } from './templates/housing.ts';
import { labour } from './templates/labour.ts';
import { marketEnvironment } from './templates/market-environment.ts';
import { rejected } from './templates/rejected.ts';
import { rural } from './templates/rural.ts';
import { schoolsHealth } from './templates/schools-health.ts';
import { traffic } from './templates/traffic.ts';
import { utilities } from './templates/utilities.ts';

export type Template = HandledTemplate | AnsweredTemplate | RejectedTemplate;

/** Everything people ask in the demonstration; what is answered on the spot comes twice as often. */
export const templates: readonly Template[] = [
  ...city,
  ...utilities,
  ...housing,
  ...traffic,
  ...labour,
  ...schoolsHealth,
  ...marketEnvironment,
  ...rural,
  ...answered,
  ...answered,
  ...rejected,
];
