import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { type Policy, setPolicy } from '../policy/policy.ts';
import type { Preset } from '../presets/types.ts';
import { writeTree } from '../trees/write.ts';
import { Conflict } from '../web/errors.ts';
import { needsChoice } from './state.ts';

const CASE_NUMBER = 'YYYYMMDD-NNNN';

/**
 * Writes a preset into an empty system: its policy, in force since ever, and its two trees. All or nothing.
 * @param by the administrator's id; null where a program does it
 * @param now epoch ms, recorded with the policy
 * @throws Conflict when the system has a policy already
 */
export function installPreset(
  db: Db,
  preset: Preset,
  { hotline }: { hotline: Preset['hotline'] },
  by: number | null,
  now: number,
): void {
  transact(db, () => {
    if (!needsChoice(db))
      throw new Conflict('系统已经完成初始化，不能重复选择。如需调整，请在管理页面修改。');
    setPolicy(db, policyOf(preset, hotline), { userId: by, from: 0, now });
    writeTree(db, 'categories', preset.categories);
    writeTree(db, 'areas', preset.areas);
  });
}

/** What of a preset is policy: all but its own name and the trees, under the hotline's real name. */
function policyOf(preset: Preset, hotline: Preset['hotline']): Policy {
  const { code: _code, name: _name, description: _text, categories: _c, areas: _a, ...policy } = preset;
  const phrases = preset.phrases.map((phrase) => ({
    ...phrase,
    text: renamed(phrase.text, preset, hotline.name),
  }));
  return { ...policy, hotline, phrases, caseNumber: CASE_NUMBER };
}

/** The phrases greet with the preset's example name, in full or as it is spoken; callers shall hear the real one. */
function renamed(text: string, preset: Preset, name: string): string {
  const spoken = /^您好，(.+?)，×××号/.exec(preset.phrases[0]?.text ?? '')?.[1] ?? preset.hotline.name;
  return text.replaceAll(preset.hotline.name, name).replaceAll(spoken, name);
}
