import { type Html, statusBadge } from '../ui/index.ts';

/** One check or import, as shown. */
export type RunView = {
  id: number;
  source: string;
  fileName: string;
  who: string;
  startedAt: Html;
  dryRun: boolean;
  running: boolean;
  total: number;
  done: number;
  imported: number;
  doubles: number;
  refused: number;
  failure: string | null;
};

export function stateOf(run: RunView): Html {
  if (run.running) return statusBadge('new', run.dryRun ? '正在检查' : '正在导入');
  if (run.failure) return statusBadge('overdue', '没有完成');
  return statusBadge('done', run.dryRun ? '检查完成' : '导入完成');
}
