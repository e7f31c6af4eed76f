import type { Guard } from './facts.ts';

/** Q-E4: an order needs an agency of ours that handles the case itself. */
export const canBeSupervised: Guard = ({ handling }) => {
  if (!handling) return '该工单目前没有承办单位，不能下达督办。请先派单。';
  if (handling.external)
    return `${handling.agency}是外部单位，不在本级督办范围。请以函件催办，或收回后改派本级单位。`;
  return handling.ofMain ? '该工单已并入主工单，由主工单的承办单位一并办理。请对主工单下达督办。' : null;
};

/** Q-E4: after a re-dispatch nobody reports on what another agency was told to put right. */
export const orderIsForLead: Guard = ({ orderElsewhere }) =>
  orderElsewhere
    ? `该督办是向${orderElsewhere}下达的，工单已改派，不由本单位提交整改报告。请联系热线值班长撤销该督办；需要本单位整改的，由其另行下达。`
    : null;

/** domain.md "Who": whoever reported the rectification does not accept it. */
export const releaserDidNotHandle: Guard = ({ actorId, handledBy }) =>
  handledBy.has(actorId) ? '您参与过该工单的办理，督办须由其他值班长审核。' : null;

/** Q-E4: an archived case is read-only, so its order has to be settled before. */
export const noOrderOpen: Guard = ({ supervision }) =>
  supervision ? '督办尚未解除，不能归档。请先审核整改报告并解除督办。' : null;
