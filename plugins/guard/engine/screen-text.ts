import type { ScreenFinding, ScreenVerdict } from 'tributary/sdk';
import { normalise } from 'tributary/text';
import type { Finding } from './finding.js';
import { findLinks, withoutEntities } from './links.js';
import { findMarkers } from './markers.js';
import { findPersonalData } from './personal-data.js';
import { carrierSeverity, type Policy, policy, type TextVerdict, verdictOf } from './policy.js';
import { findOrders } from './screen-document.js';
import { findSecrets } from './secrets.js';

/** What stands where something was taken out. */
export const mask = '[removed]';

const rank: readonly TextVerdict[] = ['ALLOW', 'MODIFY', 'REVIEW', 'BLOCK'];

/** Screens what a person asks: orders that have no other reading are stopped, hidden characters are taken out. */
export function screenInput(text: string, by: Policy = policy): ScreenVerdict {
  const hidden = hiddenCharacters(text);
  const isCleaned = hidden.some((finding) => verdictOf(by.input, finding) === 'MODIFY');
  const plain = isCleaned ? normalise(text, { form: 'NFC' }).text : text;
  // What was hidden is looked for in both: with the hidden characters, and without them.
  const found = [
    ...findOrders(text),
    ...(isAsked(by.input) ? [...findPersonalData(plain), ...findSecrets(plain)] : []),
  ];
  const removed = found.filter((finding) => verdictOf(by.input, finding) === 'MODIFY' && !isOrder(finding));
  return verdict([...found, ...hidden], by.input, by, {
    text,
    left: removed.length > 0 ? without(plain, removed) : plain,
  });
}

/** Screens what an engine answered: keys, calls and addresses that carry data out are replaced. */
export function screenOutput(text: string, by: Policy = policy): ScreenVerdict {
  const hidden = hiddenCharacters(text);
  const plain = withoutEntities(hidden.length > 0 ? normalise(text, { form: 'NFC' }).text : text);
  const found = foundInOutput(plain, by);
  const removed = found.filter((finding) => verdictOf(by.output, finding) === 'MODIFY');
  const left = removed.length > 0 ? without(plain, removed) : plain;
  return verdict([...found, ...hidden], by.output, by, { text, left });
}

function foundInOutput(text: string, by: Policy): Finding[] {
  const personal = isAsked(by.output) ? findPersonalData(text) : [];
  return [...findSecrets(text), ...findMarkers(text), ...findLinks(text, by.links), ...personal].sort(
    (one, other) => one.start - other.start,
  );
}

function verdict(
  findings: readonly Finding[],
  entries: Policy['input'],
  by: Policy,
  { text, left }: { text: string; left: string },
): ScreenVerdict {
  const worst = findings.reduce(
    (most, finding) => Math.max(most, rank.indexOf(verdictOf(entries, finding))),
    0,
  );
  const said = { findings: findings.map(shown), policy: by.version };
  const named = rank[worst] ?? 'ALLOW';
  if (named === 'BLOCK') return { verdict: 'BLOCK', text: '', ...said };
  if (named === 'REVIEW') return { verdict: 'REVIEW', text: left, ...said };
  return { verdict: left === text ? 'ALLOW' : 'MODIFY', text: left, ...said };
}

/** Whether anything follows from personal data; looking for it costs more than the rest. */
export function isAsked(entries: Policy['input']): boolean {
  return entries.some(
    ({ family, verdict }) => (family === '*' || family.startsWith('personal')) && verdict !== 'ALLOW',
  );
}

/** An order is left out by leaving out the whole question: a half of it may say the opposite. */
const isOrder = ({ kind }: Finding): boolean => kind.startsWith('instruction.');

export function without(text: string, removed: readonly Finding[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of removed.toSorted((one, other) => one.start - other.start)) {
    if (end <= from) continue;
    if (start >= from) result += text.slice(from, start) + mask;
    from = end;
  }
  return result + text.slice(from);
}

export function hiddenCharacters(text: string): Finding[] {
  if (/^[\u0020-\u007e\n\t]*$/.test(text)) return [];
  return normalise(text, { form: 'NFC' }).removed.map(({ carrier, first }) => ({
    kind: `hidden.${carrier}`,
    severity: carrierSeverity(carrier) === 'INFO' ? 'LOW' : carrierSeverity(carrier),
    rule: 'guard.hidden-characters',
    version: 1,
    start: first,
    end: first + 1,
  }));
}

function shown({ kind, severity, rule, version }: Finding): ScreenFinding {
  return { kind, severity, rule, ruleVersion: version };
}
