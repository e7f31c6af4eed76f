import type { MappingPage } from '../../views/import/mapping.ts';
import type { RunPage } from '../../views/import/run.ts';
import type { RunView } from '../../views/import/words.ts';
import { timeTag } from '../../views/ui/index.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import { policyAt } from '../policy/policy.ts';
import { one } from '../web/body.ts';
import { type Ctx, csrfOf, dbOf, nowOf } from '../web/context.ts';
import { parseCsv } from '../web/csv.ts';
import type { Typed } from '../web/forms.ts';
import type { Failure } from '../web/submit.ts';
import { sourceNameOf, usualDefaults } from './choices.ts';
import { FIELD_KEYS, FIELDS, REQUIRED_FIELDS } from './fields.ts';
import { proposeMapping } from './mapping.ts';
import { type RunSummary, refusedCsv, remarksOf } from './runs.ts';
import { sampleOf, wholeRecords } from './sample.ts';
import { runningRun } from './start.ts';
import { type Upload, uploadOfRun } from './uploads.ts';

const SAMPLES = 3;
const SAMPLE_LENGTH = 40;
const REFUSED_SHOWN = 20;
/** Enough characters for the refused rows that are shown; the whole may be many megabytes. */
const REFUSED_READ = 60_000;

/** The mapping page: what was typed, else what was chosen before, else what the header suggests. */
export function mappingProps(
  c: Ctx,
  upload: Upload,
  typed: Typed | null,
  failure: Failure | null,
): MappingPage {
  const now = nowOf(c);
  const policy = policyAt(dbOf(c), now);
  const usual = usualDefaults(dbOf(c), now);
  const table = sampleOf(upload.path);
  const mapping = upload.choices?.mapping ?? proposeMapping(table.header);
  const chosen = (column: number) =>
    typed ? one(typed, `column${column}`) : (FIELD_KEYS.find((key) => mapping[key] === column) ?? '');
  const columns = table.header.map((name, column) => {
    const filled = table.rows.map((row) => row.cells[column] ?? '').filter((cell) => cell !== '');
    return { name, chosen: chosen(column), samples: filled.slice(0, SAMPLES).map((cell) => short(cell)) };
  });
  return {
    token: upload.token,
    csrf: csrfOf(c),
    fileName: upload.fileName,
    columns,
    fields: FIELD_KEYS.map((key) => ({
      value: key,
      text: REQUIRED_FIELDS.includes(key) ? `${FIELDS[key].label}（必有）` : FIELDS[key].label,
    })),
    kinds: policy.kinds.map(({ code, name }) => ({ value: code, text: name })),
    channels: policy.channels.map(({ code, name }) => ({ value: code, text: name })),
    source: typed ? one(typed, 'source') : (upload.choices?.source ?? sourceNameOf(upload.fileName)),
    kind: typed ? one(typed, 'kind') : (upload.choices?.defaultKind ?? usual.kind),
    channel: typed ? one(typed, 'channel') : (upload.choices?.defaultChannel ?? usual.channel),
    message: failure?.message ?? null,
    errors: failure?.fields ?? {},
  };
}

export function runProps(c: Ctx, run: RunSummary): RunPage {
  const { db, file } = c.get('world');
  const view = runView(c, run);
  const upload = view.running ? null : uploadOfRun(file, run.id);
  return {
    run: view,
    csrf: csrfOf(c),
    remarks: view.running ? [] : remarksOf(db, run.id),
    refused: view.running || run.refused === 0 ? [] : firstRefused(refusedCsv(db, run.id, REFUSED_READ)),
    mappingHref: upload ? `/import/files/${upload.token}` : null,
  };
}

function firstRefused(csv: string): RunPage['refused'] {
  const { rows } = parseCsv(csv.length < REFUSED_READ ? csv : wholeRecords(csv));
  return rows.slice(0, REFUSED_SHOWN).map(({ cells: [line = '', reason = '', ...rest] }) => {
    return { line, reason, start: short(rest.filter((cell) => cell !== '').join('，')) };
  });
}

export function runView(c: Ctx, run: RunSummary): RunView {
  const at = run.started_at;
  return {
    id: run.id,
    source: run.source,
    fileName: run.file_name,
    who: run.who,
    startedAt: timeTag(at, sayTime(at, nowOf(c)), exactTime(at)),
    dryRun: run.dry_run === 1,
    running: runningRun(dbOf(c)) === run.id,
    total: run.total,
    done: run.done,
    imported: run.imported,
    doubles: run.doubles,
    refused: run.refused,
    failure: run.failure,
  };
}

function short(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ')];
  return characters.length > SAMPLE_LENGTH
    ? `${characters.slice(0, SAMPLE_LENGTH).join('')}…`
    : characters.join('');
}
