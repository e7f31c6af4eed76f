import type { ActContext } from './act.ts';

/** Q-A7: a reminder at every field whose words go to the agency of a confidential case. */
export function readByAgency({ case: given }: ActContext): { help?: string } {
  return given.confidential === 1
    ? { help: '承办单位会看到这段文字。诉求人要求保密，请勿写入能认出诉求人的内容。' }
    : {};
}
