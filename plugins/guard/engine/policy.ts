import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Severity } from './finding.js';
import { type GuardSettings, guardSettings, type TenantRule } from './settings.js';

/** What a document's finding leads to: the document goes on, waits for a person, or is kept apart. */
export type DocumentVerdict = 'ALLOW' | 'REVIEW' | 'QUARANTINE';
/** What a finding in a question or an answer leads to. */
export type TextVerdict = 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK';

interface Entry<Verdict> {
  /** The kind of a finding, or its beginning up to a dot; `*` is all of them. */
  readonly family: string;
  readonly least: Severity;
  readonly verdict: Verdict;
}

/** What findings lead to, as data. The first entry that fits a finding decides; one that none fits is allowed and noted. */
export interface Policy {
  /** Names the policy in every verdict: the number of the built-in one, and a hash of what the tenant has set. */
  readonly version: string;
  /** Findings in the text that a reader sees. */
  readonly visible: readonly Entry<DocumentVerdict>[];
  /** Findings in what a reader does not see: an order there is meant for the machine. */
  readonly hidden: readonly Entry<DocumentVerdict>[];
  /** What people ask: they act with their own rights, so only what has no other reading is stopped. */
  readonly input: readonly Entry<TextVerdict>[];
  /** What engines answer: keys are masked, calls and addresses that carry data out are taken out. */
  readonly output: readonly Entry<TextVerdict>[];
  /** Hosts that an answer may link to, exactly or `*.` and what they end with. */
  readonly links: readonly string[];
  /** What a model is given for personal data. */
  readonly modelSees: GuardSettings['personalData']['model'];
}

/** The version of the built-in policy; it rises when what findings lead to changes. */
export const policyNumber = 2;

/** The policy of whoever has set nothing. */
export const policy: Policy = {
  version: `guard@${policyNumber}`,
  visible: [
    { family: 'instruction', least: 'MEDIUM', verdict: 'REVIEW' },
    { family: 'hidden', least: 'MEDIUM', verdict: 'REVIEW' },
    { family: 'secret', least: 'HIGH', verdict: 'ALLOW' },
  ],
  hidden: [
    { family: 'instruction', least: 'MEDIUM', verdict: 'QUARANTINE' },
    { family: 'hidden', least: 'MEDIUM', verdict: 'REVIEW' },
  ],
  input: [
    { family: 'instruction', least: 'HIGH', verdict: 'BLOCK' },
    { family: 'hidden', least: 'LOW', verdict: 'MODIFY' },
  ],
  output: [
    { family: 'secret', least: 'MEDIUM', verdict: 'MODIFY' },
    { family: 'link', least: 'MEDIUM', verdict: 'MODIFY' },
    { family: 'instruction.tool-call', least: 'HIGH', verdict: 'MODIFY' },
    { family: 'instruction.exfiltration', least: 'HIGH', verdict: 'MODIFY' },
    { family: 'hidden', least: 'LOW', verdict: 'MODIFY' },
  ],
  links: [],
  modelSees: 'AS_IS',
};

/** Carriers that no honest program writes are suspicious by themselves; others are only noted. */
const carriers: Readonly<Record<string, Severity>> = {
  'tag-characters': 'MEDIUM',
  'variation-selector': 'MEDIUM',
  bidi: 'LOW',
  'zero-width': 'INFO',
};

/** The policy of a tenant: its own rules come before the built-in ones. Errors: none; what is not valid was refused when it was set. */
export function policyOf(settings: Readonly<Record<string, unknown>>): Policy {
  const own = guardSettings.parse(settings);
  const { rules, links, personalData } = own;
  const isDefault = JSON.stringify(own) === JSON.stringify(guardSettings.parse({}));
  if (isDefault) return policy;
  const hash = bytesToHex(sha256(utf8ToBytes(JSON.stringify(own)))).slice(0, 12);
  return {
    version: `${policy.version}+${hash}`,
    visible: [...inDocuments(rules, 'DOCUMENT'), ...policy.visible],
    hidden: [...inDocuments(rules, 'HIDDEN_TEXT'), ...policy.hidden],
    input: [...inTexts(rules, 'INPUT'), ...personal(personalData.input), ...policy.input],
    output: [...inTexts(rules, 'OUTPUT'), ...personal(personalData.output), ...policy.output],
    links: links.map((host) => host.toLowerCase()),
    modelSees: personalData.model,
  };
}

const order: readonly Severity[] = ['INFO', 'LOW', 'MEDIUM', 'HIGH'];

/** The verdict of the first entry that fits, else `ALLOW`. */
export function verdictOf<Verdict>(
  entries: readonly Entry<Verdict>[],
  finding: { kind: string; severity: Severity },
): Verdict | 'ALLOW' {
  const entry = entries.find(
    ({ family, least }) =>
      (family === '*' || finding.kind === family || finding.kind.startsWith(`${family}.`)) &&
      order.indexOf(finding.severity) >= order.indexOf(least),
  );
  return entry?.verdict ?? 'ALLOW';
}

/** Whether rules name the family `entity`: what only clues tell is looked for where somebody wants it. */
export function asksForEntities(entries: readonly { family: string }[]): boolean {
  return entries.some(({ family }) => family === 'entity' || family.startsWith('entity.'));
}

export function carrierSeverity(carrier: string): Severity {
  return carriers[carrier] ?? 'INFO';
}

function inDocuments(rules: readonly TenantRule[], place: TenantRule['place']): Entry<DocumentVerdict>[] {
  const verdicts = { ALLOW: 'ALLOW', MODIFY: 'REVIEW', REVIEW: 'REVIEW', REFUSE: 'QUARANTINE' } as const;
  return rules
    .filter((rule) => rule.place === place)
    .map(({ family, least, verdict }) => ({ family, least, verdict: verdicts[verdict] }));
}

function inTexts(rules: readonly TenantRule[], place: TenantRule['place']): Entry<TextVerdict>[] {
  return rules
    .filter((rule) => rule.place === place)
    .map(({ family, least, verdict }) => ({
      family,
      least,
      verdict: verdict === 'REFUSE' ? 'BLOCK' : verdict,
    }));
}

function personal(handling: 'ALLOW' | 'MASK' | 'REFUSE'): Entry<TextVerdict>[] {
  const verdicts = { ALLOW: 'ALLOW', MASK: 'MODIFY', REFUSE: 'BLOCK' } as const;
  return [{ family: 'personal', least: 'INFO', verdict: verdicts[handling] }];
}
