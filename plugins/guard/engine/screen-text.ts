import type { ScreenFinding, ScreenVerdict } from 'tributary/sdk';
import { normalise } from 'tributary/text';
import type { Finding } from './finding.js';
import { findMarkers } from './markers.js';
import { carrierSeverity, policy, verdictOf } from './policy.js';
import { findOrders } from './screen-document.js';
import { findSecrets } from './secrets.js';

/** What stands where something was taken out. */
export const mask = '[removed]';

/** Screens what a person asks: orders that have no other reading are stopped, hidden characters are taken out. */
export function screenInput(text: string): ScreenVerdict {
  const hidden = hiddenCharacters(text);
  const findings = [...findOrders(text), ...hidden];
  if (findings.some((finding) => verdictOf(policy.input, finding) === 'BLOCK')) {
    return { verdict: 'BLOCK', text: '', findings: findings.map(shown) };
  }
  const modified = hidden.some((finding) => verdictOf(policy.input, finding) === 'MODIFY');
  return {
    verdict: modified ? 'MODIFY' : 'ALLOW',
    text: modified ? normalise(text, { form: 'NFC' }).text : text,
    findings: findings.map(shown),
  };
}

/** Screens what an engine answered: keys, calls and addresses that carry data out are replaced. */
export function screenOutput(text: string): ScreenVerdict {
  const hidden = hiddenCharacters(text);
  const plain = hidden.length > 0 ? normalise(text, { form: 'NFC' }).text : text;
  const found = [...findSecrets(plain), ...findMarkers(plain)].sort((one, other) => one.start - other.start);
  const removed = found.filter((finding) => verdictOf(policy.output, finding) === 'MODIFY');
  const modified = removed.length > 0 || plain !== text;
  return {
    verdict: modified ? 'MODIFY' : 'ALLOW',
    text: removed.length > 0 ? without(plain, removed) : plain,
    findings: [...found, ...hidden].map(shown),
  };
}

function without(text: string, removed: readonly Finding[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of removed) {
    if (end <= from) continue;
    if (start >= from) result += text.slice(from, start) + mask;
    from = end;
  }
  return result + text.slice(from);
}

function hiddenCharacters(text: string): Finding[] {
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
