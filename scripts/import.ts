import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { keyWarnings } from '../src/citizens/key.ts';
import { readConfig } from '../src/config.ts';
import { DatabaseRefused, openDatabase } from '../src/db/open.ts';
import { sourceNameOf, usualDefaults } from '../src/import/choices.ts';
import { FIELD_KEYS, FIELDS } from '../src/import/fields.ts';
import { applyMapText, type Mapping, proposeMapping } from '../src/import/mapping.ts';
import { findCoded } from '../src/import/names.ts';
import { UnreadableFile } from '../src/import/plan.ts';
import { ALONE, type Outcome, runImport } from '../src/import/run.ts';
import { beginRun, endAbandonedRuns } from '../src/import/runs.ts';
import { sampleOf } from '../src/import/sample.ts';
import { policyAt } from '../src/policy/policy.ts';
import { Invalid } from '../src/web/errors.ts';
import { fromCaller, readOptions, Usage } from './command-line.ts';

const HELP = `把历史工单从 CSV 文件导入热线系统（系统停止时使用；运行中请用“导入工单”页面）。

用法：npm run import -- 文件.csv [选项]

  --check            只检查，不导入
  --source 名称      来源名称，默认用文件名；同一来源的同一编号只导入一次
  --map 列=字段,...  改变列的对应关系，例如 --map 留言详情=内容,留言时间=来电时间；不导入某列写 列=-
  --kind 类型        未写明类型的按此类型，默认“求助”
  --channel 渠道     未写明渠道的按此渠道，默认为第一个渠道
  --errors 文件      把未导入的行和原因写入此 CSV 文件
  --database 文件    数据文件，默认取自 DATABASE 设置

必须有的列：诉求内容、来电时间。全部工单以“已归档”导入，不进入任何队列，不计时限；答复一并保留。

退出码：0 全部完成；1 没有完成；2 命令写法有误；3 已完成，但有行未导入。`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = readArguments();
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const [file] = positionals;
    if (!file || positionals.length > 1) throw new Usage('请写明要导入的一个 CSV 文件。');
    return await importFile(fromCaller(file), values);
  } catch (error) {
    if (error instanceof Usage || error instanceof Invalid) {
      console.error(`${error.message}\n查看用法：npm run import -- --help`);
      return 2;
    }
    if (!(error instanceof DatabaseRefused || error instanceof UnreadableFile)) throw error;
    console.error(error.message);
    if (error instanceof DatabaseRefused) {
      console.error('热线系统正在运行时，请由值班长登录后在“导入工单”页面导入同一文件，无需停机。');
    }
    return 1;
  }
}

type Wishes = ReturnType<typeof readArguments>['values'];

function readArguments() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  return readOptions(() =>
    parseArgs({
      allowPositionals: true,
      options: {
        ...{ check: flag, help: flag, source: text, map: text, kind: text, channel: text },
        ...{ errors: text, database: text },
      },
    }),
  );
}

async function importFile(file: string, wishes: Wishes): Promise<number> {
  if (!existsSync(file)) throw new Usage(`没有找到文件：${file}`);
  const config = readConfig();
  const database = wishes.database ? fromCaller(wishes.database) : config.database;
  if (!existsSync(database))
    throw new Usage(`没有找到数据文件：${database}\n请先启动一次热线系统完成初始化。`);
  const sample = sampleOf(file);
  const proposed = proposeMapping(sample.header);
  const mapping = applyMapText(sample.header, proposed, wishes.map ?? '');
  printMapping(sample.header, mapping);

  const began = Date.now();
  // KEY_FILE belongs to the hotline of the settings; another database has its own beside it.
  const { db, close } = openDatabase(
    database,
    began,
    database === config.database ? config.keyFile : undefined,
  );
  for (const warning of keyWarnings(db)) console.error(warning);
  let stopped = false;
  process.once('SIGINT', () => {
    stopped = true;
  });
  try {
    endAbandonedRuns(db, null, began);
    const policy = policyAt(db, began);
    if (!policy.kinds) throw new Usage('系统尚未初始化。请先启动热线系统，在浏览器中完成初始化后再导入。');
    const usual = usualDefaults(db, began);
    const order = {
      source: wishes.source?.trim() || sourceNameOf(basename(file)),
      dryRun: wishes.check ?? false,
      userId: null,
      mapping,
      defaultKind: chosenCode(policy.kinds, wishes.kind, usual.kind, '诉求类型'),
      defaultChannel: chosenCode(policy.channels, wishes.channel, usual.channel, '来源渠道'),
    };
    const runId = beginRun(db, { ...order, fileName: basename(file), at: began });
    const outcome = await runImport(
      db,
      readFileSync(file),
      { ...order, runId },
      {
        clock: () => Date.now(),
        pace: ALONE,
        stopped: () => stopped,
        progress: ({ done, total }) => process.stderr.write(`\r已处理 ${done} / ${total} 行`),
      },
    );
    process.stderr.write('\n');
    if (wishes.errors && outcome.refusedCsv)
      writeFileSync(fromCaller(wishes.errors), outcome.refusedCsv, { mode: 0o600 });
    return report(outcome, order.dryRun, order.source, wishes.errors, Date.now() - began);
  } finally {
    close();
  }
}

function chosenCode(
  list: readonly { code: string; name: string }[],
  wanted: string | undefined,
  usual: string,
  label: string,
): string {
  if (wanted === undefined) return usual;
  const found = findCoded(list)(wanted);
  if (found === null)
    throw new Usage(`没有“${wanted}”这种${label}，可选：${list.map((each) => each.name).join('、')}。`);
  return found;
}

function printMapping(header: readonly string[], mapping: Mapping): void {
  console.error('列的对应关系：');
  header.forEach((name, column) => {
    const key = FIELD_KEYS.find((each) => mapping[each] === column);
    console.error(`  ${name || `第 ${column + 1} 列`} → ${key ? FIELDS[key].label : '不导入'}`);
  });
}

function report(
  outcome: Outcome,
  dryRun: boolean,
  source: string,
  errors: string | undefined,
  ms: number,
): number {
  const { total, imported, doubles, refused } = outcome;
  const verb = dryRun ? '可以导入' : '导入';
  console.log(
    `来源“${source}”：共 ${total} 行，${verb} ${imported} 件，已有 ${doubles} 件，未导入 ${refused} 行，用时 ${(ms / 1000).toFixed(1)} 秒。`,
  );
  for (const remark of outcome.remarks) console.log(remark);
  if (outcome.failure) {
    console.error(outcome.failure);
    return 1;
  }
  if (refused === 0) return 0;
  console.error(
    errors ? `未导入的行和原因已写入：${errors}` : '加上 --errors 文件.csv 可得到未导入的行和原因。',
  );
  return 3;
}
