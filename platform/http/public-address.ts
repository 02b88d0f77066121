import ipaddr from 'ipaddr.js';

// The part of IPv6 that is given to hosts; beside it lie old forms such as `::7f00:1`, which is 127.0.0.1.
const global6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Whether an IP address belongs to a host on the public internet. Everything else is refused: loopback, private,
 * link-local (which holds the metadata services of clouds), shared, reserved, multicast, and IPv6 forms that carry an
 * IPv4 address inside (mapped ones are judged by it).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const isGlobal = parsed instanceof ipaddr.IPv4 || parsed.match(global6);
  return isGlobal && parsed.range() === 'unicast';
}
