import type { ScreenFinding, ScreenVerdict } from 'tributary/sdk';
import { findEntities } from './entities/entities.js';
import type { Finding } from './finding.js';
import { hiddenCharacters } from './hidden-characters.js';
import { findLinks, withoutEntities } from './links.js';
import { findMarkers } from './markers.js';
import { findPersonalData } from './personal-data.js';
import { asksForEntities, type Policy, policy, type TextVerdict, verdictOf } from './policy.js';
import { findOrders } from './screen-document.js';
import { findSecrets } from './secrets.js';

/** What stands where something was taken out. */
export const mask = '[removed]';

const rank: readonly TextVerdict[] = ['ALLOW', 'MODIFY', 'REVIEW', 'BLOCK'];

/** Screens what a person asks: orders that have no other reading are stopped, hidden characters are taken out. */
export function screenInput(text: string, by: Policy = policy): ScreenVerdict {
  const { plain: visible, findings: hidden } = hiddenCharacters(text);
  const isCleaned = hidden.some((finding) => verdictOf(by.input, finding) === 'MODIFY');
  const plain = isCleaned ? visible : text;
  // What was hidden is looked for in both: with the hidden characters, and without them.
  const found = [
    ...findOrders(text),
    ...(isAsked(by.input) ? [...findPersonalData(plain), ...findSecrets(plain)] : []),
    ...(asksForEntities(by.input) ? findEntities(plain) : []),
  ];
  const removed = found.filter((finding) => verdictOf(by.input, finding) === 'MODIFY' && !isOrder(finding));
  return verdict([...found, ...hidden], by.input, by, {
    text,
    left: removed.length > 0 ? without(plain, removed) : plain,
  });
}

/** Screens what an engine answered: keys, calls and addresses that carry data out are replaced. */
export function screenOutput(text: string, by: Policy = policy): ScreenVerdict {
  const { plain: visible, findings: hidden } = hiddenCharacters(text);
  const plain = withoutEntities(visible);
  const found = foundInOutput(plain, by);
  const removed = found.filter((finding) => verdictOf(by.output, finding) === 'MODIFY');
  const left = removed.length > 0 ? without(plain, removed) : plain;
  return verdict([...found, ...hidden], by.output, by, { text, left });
}

function foundInOutput(text: string, by: Policy): Finding[] {
  const personal = isAsked(by.output) ? findPersonalData(text) : [];
  const entities = asksForEntities(by.output) ? findEntities(text) : [];
  return [
    ...findSecrets(text),
    ...findMarkers(text),
    ...findLinks(text, by.links),
    ...personal,
    ...entities,
  ].sort((one, other) => one.start - other.start);
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

function shown({ kind, severity, rule, version }: Finding): ScreenFinding {
  return { kind, severity, rule, ruleVersion: version };
}
