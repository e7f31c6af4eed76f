import type { BackupPolicy, DiskPolicy, Keeping } from './types.ts';

/** X-M1: hourly and nightly, beside the database until the site names another disk. */
export const backup: BackupPolicy = {
  folders: [],
  hourly: true,
  nightlyAt: '02:30',
  keepHourly: 24,
  keepNightlyDays: 30,
  keepMonths: 12,
  maxAgeHours: 26,
  recipient: '',
};

export const keeping: Keeping = { maskYears: 5, auditDays: 1095, messageDays: 400 };

export const disk: DiskPolicy = { warnPercent: 10, warnGigabytes: 2, ballastMegabytes: 256 };
