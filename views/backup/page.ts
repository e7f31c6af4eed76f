import {
  attributes,
  type Content,
  card,
  dataTable,
  definitionList,
  disclosure,
  emptyState,
  type Html,
  html,
  linkButton,
  type NoteTone,
  note,
  pageHead,
  postButton,
  renewedFrom,
  STATE_WORDS,
  type State,
  stateBadge,
  type When,
  whenOrNever,
} from '../ui/index.ts';

export type FolderLine = {
  folder: string;
  state: State;
  free: string;
  last: When | null;
  held: string;
  disk: string;
};

/** One backup; each folder that it was to go to has had its own luck. */
export type BackupLine = {
  at: When;
  kind: string;
  size: string;
  state: State;
  /** By folder, what went wrong there. */
  faults: readonly { folder: string; fault: string }[];
  /** Null where none of it lies anywhere any more. */
  download: { href: string; label: string } | null;
};

export type DrillLine = {
  at: When;
  file: string;
  took: string;
  state: State;
  steps: readonly { what: string; found: string }[];
};

/** What is being made just now. */
export type ProgressProps = { words: string; done: number; total: number };

/** Whether a drill is under way; `sealed`: what is encrypted cannot be opened here. */
export type DrillNow = { going: boolean; sealed: boolean };

export type BackupProps = {
  csrf: string;
  /** How it stands, in one sentence. */
  sentence: { tone: NoteTone; text: string };
  troubles: readonly { what: string; todo: string; urgent: boolean }[];
  progress: ProgressProps | null;
  hints: readonly Content[];
  folders: readonly FolderLine[];
  backups: readonly BackupLine[];
  drill: DrillNow;
  drills: readonly DrillLine[];
  facts: readonly (readonly [string, Content])[];
};

/** How it stands first, then where they lie, which there are, and whether one could be lived on. */
export function backupView(props: BackupProps): Html {
  const settings = linkButton({ href: '/policy/backup', text: '备份设置' });
  const head = pageHead({
    title: '数据备份',
    sub: '全部内容（工单、附件、账号、设置）都在一个数据文件里。系统运行中自动备份，检查通过才算成功。',
    actions: settings,
  });
  return html`${head}${note(props.sentence.tone, props.sentence.text, STATE_WORDS[props.sentence.tone])}${props.troubles.map(trouble)}${makeNow(props)}${props.hints.map((text) => note('info', text))}
${card('备份文件夹', folderTable(props.folders))}${card('备份记录', backupTable(props.backups))}${card('恢复演练', html`${drillNow(props)}${drillTable(props.drills)}`, { id: 'drills' })}${card('核对与密钥', definitionList(props.facts))}`;
}

function trouble({ what, todo, urgent }: BackupProps['troubles'][number]): Html {
  const tone = urgent ? 'error' : 'warn';
  return note(tone, html`<strong>${what}。</strong>${todo}`, STATE_WORDS[tone]);
}

/** The button, or while one is being made how far it is: that part renews itself, without JavaScript a link does. */
export function makeNow({ csrf, progress }: Pick<BackupProps, 'csrf' | 'progress'>): Html {
  const renewal = progress ? renewedFrom('/backup/progress') : {};
  const inside = progress ? goingOn(progress) : startButton(csrf);
  return html`<div ${attributes({ id: 'backup-now', ...renewal })}>${inside}</div>`;
}

function startButton(csrf: string): Html {
  const button = postButton({ action: '/backup/start', csrf, text: '立即备份', tone: 'primary' });
  return html`<div class="mb-3">${button}</div>`;
}

function goingOn({ words, done, total }: ProgressProps): Html {
  const bar = attributes({
    class: 'w-100',
    max: Math.max(1, total),
    value: total === 0 ? null : Math.min(done, total),
    'aria-label': '备份进度',
  });
  return card(
    '正在备份',
    html`<p><progress ${bar}></progress></p><p>${words}</p><p class="ui-muted">可以离开此页，不影响备份和受理。<a href="/backup">刷新进度</a></p>`,
  );
}

/** The button, or that a drill is under way: renews itself as the part of the backup does. */
export function drillNow({ csrf, drill }: Pick<BackupProps, 'csrf' | 'drill'>): Html {
  const inside = drill.going
    ? html`<p role="status">恢复演练正在进行，完成后结果列在下面。可以离开此页，不影响受理。<a href="/backup#drills">刷新</a></p>`
    : html`<p class="ui-muted">取最新一份备份，复制、打开、逐项核对后删除副本，现有数据不受影响。在服务器上也可以用命令：<code>npm run restore -- --drill</code></p>${drill.sealed ? SEALED : ''}<div class="mb-3">${postButton({ action: '/backup/drill', csrf, text: '立即演练' })}</div>`;
  const renewal = drill.going ? renewedFrom('/backup/drill') : {};
  return html`<div ${attributes({ id: 'drill-now', ...renewal })}>${inside}</div>`;
}

const SEALED = html`<p class="ui-muted">备份已加密，服务器没有私钥，这里只核对文件未被改动。要完整演练，请在另一台装有本系统的机器上带私钥运行：<code>npm run restore -- 备份文件 --check --identity 私钥文件</code></p>`;

function folderTable(folders: readonly FolderLine[]): Html {
  return dataTable({
    caption: '备份文件夹',
    cards: true,
    columns: [
      { key: 'folder', label: '文件夹' },
      { key: 'state', label: '状态' },
      { key: 'last', label: '最近成功' },
      { key: 'held', label: '已存' },
      { key: 'free', label: '剩余空间' },
      { key: 'disk', label: '所在磁盘' },
    ],
    rows: folders.map(({ folder, state, last, held, free, disk }) => ({
      cells: { folder: path(folder), state: stateBadge(state), last: whenOrNever(last), held, free, disk },
    })),
  });
}

function backupTable(backups: readonly BackupLine[]): Html {
  return dataTable({
    caption: '备份记录',
    cards: true,
    columns: [
      { key: 'at', label: '时间' },
      { key: 'kind', label: '种类' },
      { key: 'state', label: '结果' },
      { key: 'size', label: '大小' },
      { key: 'get', label: '操作' },
    ],
    rows: backups.map((line) => ({
      cells: {
        at: whenOrNever(line.at),
        kind: line.kind,
        state: html`<div>${stateBadge(line.state)}${line.faults.map(fault)}</div>`,
        size: line.size,
        get: line.download
          ? html`<a href="${line.download.href}" aria-label="${line.download.label}">下载</a>`
          : '',
      },
    })),
    empty: emptyState({
      title: '还没有备份',
      text: '系统会按“备份设置”中的时间自动备份，每一份都列在这里；也可以现在点“立即备份”做第一份。',
    }),
  });
}

function fault({ folder, fault }: BackupLine['faults'][number]): Html {
  return html`<div class="ui-muted">${path(folder)}：${fault}</div>`;
}

function drillTable(drills: readonly DrillLine[]): Html {
  return dataTable({
    caption: '恢复演练',
    cards: true,
    columns: [
      { key: 'at', label: '时间' },
      { key: 'state', label: '结果' },
      { key: 'took', label: '用时' },
      { key: 'file', label: '所用备份' },
    ],
    rows: drills.map(({ at, state, took, file, steps }) => ({
      cells: {
        at: whenOrNever(at),
        state: html`<div>${stateBadge(state)}${stepList(steps)}</div>`,
        took,
        file: path(file),
      },
    })),
    empty: emptyState({
      title: '还没有演练过',
      text: '系统每月自动演练一次，结果列在这里；也可以现在点“立即演练”。',
    }),
  });
}

function stepList(steps: DrillLine['steps']): Content {
  if (steps.length === 0) return '';
  const lines = steps.map(({ what, found }) => html`<li>${what}：${found}</li>`);
  return disclosure('逐项结果', html`<ul>${lines}</ul>`);
}

/** Paths and file names are code to a reader who knows no English. */
function path(text: string): Html {
  return html`<code>${text}</code>`;
}
