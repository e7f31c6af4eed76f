import { enterpriseLine } from './enterprise-line.ts';
import { government12345 } from './government-12345.ts';
import { outboundCentre } from './outbound-centre.ts';
import { propertyService } from './property-service.ts';
import type { Preset } from './types.ts';
import { utilityDispatch } from './utility-dispatch.ts';

/** Every preset that the first set-up offers, in the order shown. */
export const presets: readonly Preset[] = [
  government12345,
  utilityDispatch,
  propertyService,
  enterpriseLine,
  outboundCentre,
];

/** The preset with this code, or undefined. */
export function presetByCode(code: string): Preset | undefined {
  return presets.find((preset) => preset.code === code);
}
