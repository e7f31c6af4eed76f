import { type Content, card, definitionList, type Html, html, note, pageHead } from '../ui/index.ts';

export type HealthProps = {
  warnings: readonly string[];
  facts: readonly (readonly [string, Content])[];
};

export function healthView({ warnings, facts }: HealthProps): Html {
  const head = pageHead({ title: '运行状况', sub: '系统自身的情况。有需要处理的事会写在最前面。' });
  const notes =
    warnings.length === 0
      ? note('ok', '系统运行正常，没有需要处理的事。')
      : warnings.map((text) => note('warn', text));
  return html`${head}${notes}${card('概况', definitionList(facts))}`;
}
