import type { Finding } from './finding.js';

/** Where an address can begin that a program follows: a scheme, `www.`, two slashes, or a tag that loads something. */
const beginning =
  /(?<web>(?:https?|ftps?|wss?):[\\/]{0,6}|(?<=[("'=<]|\]:[ \t]{0,3})[\\/]{2}(?=[a-z0-9])|www\.(?=[a-z0-9]))|(?<script>(?:j[\t\n\r]{0,2}a[\t\n\r]{0,2}v[\t\n\r]{0,2}a|v[\t\n\r]{0,2}b)[\t\n\r]{0,2}s[\t\n\r]{0,2}c[\t\n\r]{0,2}r[\t\n\r]{0,2}i[\t\n\r]{0,2}p[\t\n\r]{0,2}t[\t\n\r]{0,2}:(?=\S)|data:(?=[a-z]{1,20}\/|[;,])|(?:file|blob|filesystem):(?=[\\/])|mailto:(?=\S)|[a-z][a-z0-9+.-]{1,15}:\/\/)|(?<tag><\/?(?:script|iframe|frame|img|image|svg|object|embed|link|meta|base|form|style|video|audio|source|input|button|applet)(?=[\s/>]))/giu;
/** Anything that ends an address in prose, Markdown or HTML. */
const notAddress = /[\s<>"'`()[\]{}|]/u;
const endOfHost = /[/?#\\\s<>"'`()[\]{}|,;]/u;
const plainHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?(?::\d{1,5})?$/iu;
/** Longer than any host that a tenant would allow. */
const longestHost = 48;

/** An address in a text that is not allowed; when the text is a part of a stream, its end may lie further on. */
interface Link extends Finding {
  /** What ends it. */
  readonly close: RegExp;
}

const mostLinks = 1000;

/**
 * Addresses that a program would follow or run, unless their host is allowed: links and images of Markdown and HTML,
 * bare addresses, references, scripts, tags that load something. Linear in the length of the text.
 * @param isPart whether more may follow: then a host that is not whole yet is left for later
 */
export function findLinks(text: string, allowed: readonly string[], isPart = false): Link[] {
  if (!/[:<]|www\.|[\\/]{2}/iu.test(text)) return [];
  const found: Link[] = [];
  let end = 0;
  for (const match of text.matchAll(beginning)) {
    if (match.index < end) continue;
    const link = linkAt(text, match, allowed, isPart);
    if (!link) continue;
    found.push(link);
    end = link.end;
    if (found.length >= mostLinks) break;
  }
  return found;
}

function linkAt(
  text: string,
  match: RegExpMatchArray,
  allowed: readonly string[],
  isPart: boolean,
): Link | null {
  const start = match.index ?? 0;
  const { web, tag } = match.groups ?? {};
  if (web === undefined) {
    const close = tag === undefined ? notAddress : />|\n/u;
    return link(tag === undefined ? 'script' : 'html', text, start, start + match[0].length, close);
  }
  const isBare = web.toLowerCase() === 'www.';
  const from = isBare ? start : start + web.length;
  const rest = text.slice(from, from + longestHost + 1);
  const hostEnd = rest.search(endOfHost);
  if (hostEnd < 0 && isPart && from + rest.length === text.length && rest.length <= longestHost) return null;
  const host = hostEnd < 0 ? rest : rest.slice(0, hostEnd);
  // "http:" before a space is prose.
  if (host === '' && !/[\\/]/u.test(web)) return null;
  return isAllowed(host, allowed) ? null : link('egress', text, start, from, notAddress);
}

function link(name: string, text: string, start: number, from: number, close: RegExp): Link {
  const length = text.slice(from).search(close);
  const end = length < 0 ? text.length : from + length;
  // A tag goes with its bracket.
  const isTag = name === 'html' && text[end] === '>';
  return {
    kind: `link.${name}`,
    severity: 'MEDIUM',
    rule: `guard.link-${name}`,
    version: 1,
    start,
    end: isTag ? end + 1 : end,
    close,
  };
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0 || !plainHost.test(host)) return false;
  const name = host.toLowerCase().replace(/:\d+$/u, '').replace(/\.$/u, '');
  return allowed.some((entry) => (entry.startsWith('*.') ? name.endsWith(entry.slice(1)) : name === entry));
}

/** Letters, digits and signs of addresses that are written as numbers or names: nobody writes an address so for a reader. */
const entity =
  /&(?:#x0{0,6}(?<hex>[2-7][0-9a-f])|#0{0,6}(?<decimal>\d{2,3})|(?<name>colon|sol|bsol|period)(?=;));?/giu;
const named: Readonly<Record<string, string>> = { colon: ':', sol: '/', bsol: '\\', period: '.' };
const ofAddresses = /[A-Za-z0-9:/\\.]/u;
/** One that may go on in what follows. */
const unfinishedEntity = /&[#\w]{0,12}$/u;

/**
 * A text with the characters of addresses in place of their numbers; as it is when there are none.
 * @param isPart whether more may follow
 */
export function withoutEntities(text: string, isPart = false): string {
  if (!text.includes('&')) return text;
  const end = isPart ? text.search(unfinishedEntity) : -1;
  const whole = end < 0 ? text : text.slice(0, end);
  const decoded = whole.replace(entity, (written, ...rest) => {
    const { hex, decimal, name } = rest.at(-1) as { hex?: string; decimal?: string; name?: string };
    if (name !== undefined) return named[name.toLowerCase()] ?? written;
    const character = String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    return ofAddresses.test(character) ? character : written;
  });
  return decoded + text.slice(whole.length);
}
