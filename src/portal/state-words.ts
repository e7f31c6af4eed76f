import type { CaseRow } from '../cases/rows.ts';
import type { CaseStatus } from '../cases/states.ts';

/** Where a case stands, said to the citizen in one sentence; nobody inside is named. */
const WORDS: Record<CaseStatus, string> = {
  received: '您的诉求已登记，正在核对是否受理。',
  rejected: '您的诉求不属于热线受理范围，未予受理。',
  answered: '您的诉求已当场答复。',
  accepted: '您的诉求已受理，正在确定承办单位。',
  dispatched: '您的诉求已交承办单位办理。',
  replied: '承办单位已提交办理结果，热线正在审核。',
  callback: '您的诉求已办理答复。',
  verifying: '您的诉求已办理答复，热线正在核实您反映的意见。',
  closed: '您的诉求已办结。',
  archived: '您的诉求已办结归档。',
  withdrawn: '您的诉求已按您的要求撤回。',
  merged: '您的诉求与同一事项合并办理，办理后将答复您。',
  suspended: '您的诉求暂时不能解决，热线会定期复核，条件具备后继续办理。',
};

export function stateForCitizen({ status, round }: Pick<CaseRow, 'status' | 'round'>): string {
  if (status === 'dispatched' && round > 0) return '您的诉求已退回承办单位重新办理。';
  return WORDS[status];
}
