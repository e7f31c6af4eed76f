import { join } from 'node:path';

/*
 * What lies beside the database while a backup takes its place: FILE.restoring.tmp is being written, FILE.ready is whole
 * and only waits to be given the name, FILE.before-... is what was there before and is never touched again.
 */

export function unfinishedOf(database: string): string {
  return `${database}.restoring.tmp`;
}

export function readyOf(database: string): string {
  return `${database}.ready`;
}

/** Of a file that is only looked at: the system may be running meanwhile. */
export function lookedAtOf(database: string): string {
  return `${database}.check.tmp`;
}

/** Of a drill, in this folder. */
export function drillCopyIn(folder: string): string {
  return join(folder, 'restore-drill.tmp');
}

/** @param moment "20261123-090500", local time */
export function asideOf(database: string, moment: string): string {
  return `${database}.before-${moment}`;
}
