import type { Sending } from '../presets/types.ts';

/** '' without an address. */
export function linked(address: string, path: string): string {
  return address === '' ? '' : address.replace(/\/+$/, '') + path;
}

/** Staff may reach the system where nobody else can. */
export function citizensAddress({ address, publicAddress }: Sending): string {
  return publicAddress || address;
}
