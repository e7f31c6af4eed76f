import type { BackupPolicy } from '../../presets/types.ts';
import { flag, lines, timeCell, whole, wordsOr } from '../cells.ts';
import { fields } from '../parts.ts';
import type { Subject } from '../subject.ts';

export const backup: Subject = {
  slug: 'backup',
  title: '数据备份',
  group: '数据安全',
  keys: ['backup'],
  holdsForAll: true,
  meaning: '从下一次备份起按新的设置；已有的备份届时按新的保留份数清理。',
  words: [
    '系统的全部内容（工单、附件、账号、设置）都在一个数据文件里，备份在系统运行中进行，不影响受理。每份备份写完后逐项检查，检查通过才算成功。',
    '备份文件夹可以有几个，一行一个，每个都存一份。至少一个应在另一块磁盘或网络存储上；没有填写的，存在数据文件旁边的 backup 文件夹，磁盘损坏时会一起丢失。',
    '身份密钥文件不在备份里，请另行妥善保存：没有它，恢复后看不到保密工单的诉求人。',
  ],
  parts: [
    part('where', '存放位置', {
      folders: lines('备份文件夹', {
        ...{ least: 0, most: 5, max: 200 },
        none: ({ usualFolder }) => `${usualFolder}（数据文件旁边）`,
        help: ({ usualFolder }) =>
          `一行一个完整路径，例如 /mnt/backup/hotline。不填写时存在 ${usualFolder}；填写了别处、又要继续存在这里的，请把它也写上一行。`,
      }),
      recipient: wordsOr('加密公钥', '不加密', {
        max: 200,
        help: '填写 age 公钥（以 age1 开头）后，备份只能用对应的私钥打开。私钥不要放在这台服务器上，遗失后备份无法打开。',
      }),
    }),
    part('when', '时间', {
      hourly: flag('每小时备份', ['每小时一次', '不按小时备份']),
      nightlyAt: timeCell('每日备份时间'),
      maxAgeHours: whole('多久没有备份就告警', { unit: '小时', min: 2, max: 720 }),
    }),
    part('keep', '保留', {
      keepHourly: whole('每小时备份', { unit: '份', max: 720 }),
      keepNightlyDays: whole('每日备份', { unit: '天', min: 3, max: 3650, help: '手动备份、命令备份同此。' }),
      keepMonths: whole('每月第一份', { unit: '个月', min: 0, max: 120 }),
    }),
  ],
  summary: ({ backup }) => [
    `${backup.hourly ? '每小时一次，' : ''}每天 ${backup.nightlyAt} 一次`,
    backup.folders.length > 0 ? `存到 ${backup.folders.join('、')}` : '存在数据文件旁边的 backup 文件夹',
    backup.recipient ? '加密' : '不加密',
  ],
  example: ({ backup }) => [
    `${backup.hourly ? `每小时的备份保留最近 ${backup.keepHourly} 份；` : ''}每日、手动和命令备份保留 ${backup.keepNightlyDays} 天${backup.keepMonths > 0 ? `，每月第一份保留 ${backup.keepMonths} 个月` : ''}。`,
    `超过 ${backup.maxAgeHours} 小时没有成功的备份，“运行状况”页变红并通知系统管理员。`,
  ],
  check: ({ backup }) => ({ ...folderFault(backup), ...recipientFault(backup) }),
};

function part<Name extends keyof BackupPolicy>(
  name: string,
  title: string,
  cells: Parameters<typeof fields<Pick<BackupPolicy, Name>>>[0]['cells'],
) {
  return fields<Pick<BackupPolicy, Name>>({
    ...{ name, title, cells },
    from: ({ backup }) => backup,
    to: (values, policy) => ({ backup: { ...policy.backup, ...values } }),
  });
}

const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;

function folderFault({ folders }: BackupPolicy): Record<string, string> {
  const wrong = folders.find((folder) => !ABSOLUTE.test(folder));
  return wrong === undefined
    ? {}
    : { 'where.folders': `“${wrong}”不是完整路径，请从根目录写起，例如 /mnt/backup/hotline。` };
}

function recipientFault({ recipient }: BackupPolicy): Record<string, string> {
  if (recipient === '' || /^age1[02-9ac-hj-np-z]{58}$/.test(recipient)) return {};
  return recipient.startsWith('AGE-SECRET-KEY-')
    ? { 'where.recipient': '这是私钥，不能填在这里，也不要存在服务器上。请填写以 age1 开头的公钥。' }
    : { 'where.recipient': '加密公钥应以 age1 开头，共 62 个字符，请整行复制。' };
}
