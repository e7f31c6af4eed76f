import type { ChangeProps, ForecastProps } from '../../views/calendar/change.ts';
import type { Edit } from './edit.ts';
import { sayNamed } from './edit-words.ts';
import type { Forecast } from './foresee.ts';
import type { Failure, Run } from './run.ts';
import { exactTime } from './words.ts';

const FAILED: Readonly<Record<Failure, string>> = {
  full: '服务器磁盘空间不足，没有写入任何内容，日历和时限都没有变动。请清理空间后重新预览。',
  busy: '数据文件一直被占用，没有写入任何内容，日历和时限都没有变动。请稍后重新预览。',
  importing: '有工单文件正在导入，没有写入任何内容，日历和时限都没有变动。请等导入完成后重新预览。',
  unexpected:
    '计算时出现意外错误，没有写入任何内容，日历和时限都没有变动。请重新预览；仍不行时请查看服务日志。',
  broken_off: '计算在中途停止，没有写入任何内容，日历和时限都没有变动。请重新预览。',
};

/** How a run stands, as the page shows it. */
export function stateOf({ task, stage, result }: Run): ChangeProps['state'] {
  if (result === null) {
    const words = stage.phase === 'writing' ? '正在写入日历和时限' : '正在计算对时限的影响';
    return { is: 'going_on', words, done: stage.done, total: stage.total };
  }
  if ('failure' in result) return { is: 'failed', message: FAILED[result.failure] };
  if ('forecast' in result)
    return { is: 'previewed', forecast: forecastProps(result.forecast), again: task === 'change' };
  return { is: 'done', moved: result.moved, starting: result.starting, cases: result.cases };
}

function forecastProps(forecast: Forecast): ForecastProps {
  const { open, moved, cases, starting, beyond, print } = forecast;
  return {
    ...{ open, moved, cases, starting, beyond, print },
    days: forecast.difference.days.map(({ day, from, to }) => ({
      day,
      from: sayNamed(day, from),
      to: sayNamed(day, to),
    })),
    rows: forecast.rows.map(({ number, clock, agency, from, to }) => ({
      ...{ number, clock, agency: agency ?? '热线' },
      ...{ from: exactTime(from), to: exactTime(to) },
    })),
  };
}

export function yearOfEdit(edit: Edit): string {
  return edit.what === 'day' ? edit.day.slice(0, 4) : String(edit.year);
}
