import type { Guard } from './facts.ts';

/** Q-E3: an archived case is read-only, so a spot check that was drawn comes before. */
export const noSpotCheckOpen: Guard = ({ openTasks }) =>
  openTasks.has('spot_check') ? '本件已被抽中抽查，尚未登记结果，不能归档。请先登记抽查。' : null;
