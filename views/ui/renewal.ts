/** Attributes of a part that fetches itself anew every second while something goes on; a fault leaves it as it stands. */
export function renewedFrom(address: string) {
  return {
    'hx-get': address,
    'hx-trigger': 'every 1s',
    'hx-swap': 'outerHTML',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
  };
}
