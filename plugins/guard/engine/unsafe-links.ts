import type { Finding, Severity } from './finding.js';
import { hostLabels } from './host-names.js';

const address = /(?:https?:\/\/|\/\/|(?:javascript|vbscript|data|file|blob):)[^\s<>"'`|\\^{}]{1,2000}/gi;
const shorteners = new Set(
  'bit.ly tinyurl.com t.co goo.gl is.gd ow.ly buff.ly rebrand.ly cutt.ly rb.gy tiny.cc shorturl.at t.ly lnkd.in'.split(
    ' ',
  ),
);
/** A value so long and so mixed carries something out. */
const loaded = /[?&;][\w.-]{1,40}=(?=[^&#]*[A-Za-z])(?=[^&#]*\d)[A-Za-z0-9+/_=%-]{48,}/u;
const placeholder = /[?&/=](?:\{\{?|%7B|\$\{|\[\[|<)/iu;
const mostFindings = 200;

/**
 * Addresses that are not what they look like or that do more than lead somewhere: scripts and data in an address, a
 * name before `@` that passes for the host, hosts that are numbers, letters of several scripts in one name (UTS #39),
 * queries that carry data out; shorteners are noted.
 */
export function findUnsafeLinks(text: string): Finding[] {
  if (!text.includes(':') && !text.includes('//')) return [];
  const found: Finding[] = [];
  for (const match of text.matchAll(address)) {
    if (/[\p{L}\p{N}]/u.test(text.charAt(match.index - 1))) continue;
    const written = match[0].replace(/[.,;:!?)\]]+$/u, '');
    const unsafe = dangerOf(written);
    if (unsafe) found.push(finding(unsafe, match.index, written.length));
    if (found.length >= mostFindings) break;
  }
  return found;
}

type Danger = readonly [name: string, severity: Severity];

function dangerOf(written: string): Danger | null {
  if (/^(?:javascript|vbscript):\S/iu.test(written)) return ['script-address', 'MEDIUM'];
  if (/^data:[a-z]+\/(?!(?:png|jpe?g|gif|webp|svg\+xml|bmp|avif)\b)/iu.test(written))
    return ['data-address', 'MEDIUM'];
  if (/^data:(?:[a-z]+\/|[,;])/iu.test(written)) return ['data-address', 'LOW'];
  if (/^(?:file|blob):\/\//iu.test(written)) return ['local-address', 'LOW'];
  const parts = /^(?:https?:)?\/\/(?<authority>[^/?#]*)(?<rest>.*)$/isu.exec(written)?.groups;
  if (!parts) return null;
  return dangerOfHost(parts.authority ?? '') ?? dangerOfQuery(parts.rest ?? '');
}

function dangerOfHost(authority: string): Danger | null {
  const at = authority.lastIndexOf('@');
  if (at > 0) return ['user-in-address', 'MEDIUM'];
  const host = authority
    .slice(at + 1)
    .replace(/:\d*$/u, '')
    .toLowerCase();
  // 127.1, 0x7f000001 and 2130706433 are hosts as well.
  if (/^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}$/u.test(host) || host.startsWith('['))
    return ['numeric-host', 'LOW'];
  if (isHomograph(host)) return ['homograph', 'MEDIUM'];
  return shorteners.has(host.replace(/^www\./u, '')) ? ['shortener', 'INFO'] : null;
}

function dangerOfQuery(rest: string): Danger | null {
  return loaded.test(rest) || placeholder.test(rest) ? ['data-in-query', 'MEDIUM'] : null;
}

/** A name whose letters are of Latin and of a script that resembles it, or wholly of one under a Latin ending. */
function isHomograph(host: string): boolean {
  if (/^[a-z0-9.-]*$/u.test(host) && !host.includes('xn--')) return false;
  const labels = hostLabels(host);
  const resembling = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
  const isLatinEnding = /^[a-z]+$/u.test(labels.at(-1) ?? '');
  return labels.slice(0, -1).some((label) => {
    if (!resembling.test(label)) return false;
    return (
      /\p{Script=Latin}/u.test(label) || (isLatinEnding && !/[^аеорсухіѕԁјһқӏԛԝοαερτνικ\d-]/u.test(label))
    );
  });
}

function finding([name, severity]: Danger, start: number, length: number): Finding {
  return { kind: `link.${name}`, severity, rule: `guard.${name}`, version: 1, start, end: start + length };
}
