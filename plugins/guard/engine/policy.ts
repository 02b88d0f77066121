import type { Severity } from './finding.js';

/** What a document's finding leads to: the document goes on, waits for a person, or is kept apart. */
export type DocumentVerdict = 'ALLOW' | 'REVIEW' | 'QUARANTINE';
/** What a finding in a question or an answer leads to. */
type TextVerdict = 'ALLOW' | 'MODIFY' | 'BLOCK';

/**
 * What findings lead to, as data. The first entry that fits a finding decides; a finding that none fits is allowed and
 * noted. `family` is the part of the kind before the dot.
 */
export const policy = {
  version: 1,
  /** Findings in the text that a reader sees. */
  visible: [
    { family: 'instruction', least: 'MEDIUM', verdict: 'REVIEW' },
    { family: 'hidden', least: 'MEDIUM', verdict: 'REVIEW' },
    { family: 'secret', least: 'HIGH', verdict: 'ALLOW' },
  ],
  /** Findings in what a reader does not see: an order there is meant for the machine. */
  hidden: [
    { family: 'instruction', least: 'MEDIUM', verdict: 'QUARANTINE' },
    { family: 'hidden', least: 'MEDIUM', verdict: 'REVIEW' },
  ],
  /** What people ask: they act with their own rights, so only what has no other reading is stopped. */
  input: [
    { family: 'instruction', least: 'HIGH', verdict: 'BLOCK' },
    { family: 'hidden', least: 'LOW', verdict: 'MODIFY' },
  ],
  /** What engines answer: keys are masked, calls and addresses that carry data out are taken out. */
  output: [
    { family: 'secret', least: 'MEDIUM', verdict: 'MODIFY' },
    { family: 'instruction.tool-call', least: 'HIGH', verdict: 'MODIFY' },
    { family: 'instruction.exfiltration', least: 'HIGH', verdict: 'MODIFY' },
    { family: 'hidden', least: 'LOW', verdict: 'MODIFY' },
  ],
  /** Carriers that no honest program writes are suspicious by themselves; others are only noted. */
  carriers: { 'tag-characters': 'MEDIUM', 'variation-selector': 'MEDIUM', bidi: 'LOW', 'zero-width': 'INFO' },
} as const satisfies {
  version: number;
  visible: readonly Entry<DocumentVerdict>[];
  hidden: readonly Entry<DocumentVerdict>[];
  input: readonly Entry<TextVerdict>[];
  output: readonly Entry<TextVerdict>[];
  carriers: Readonly<Record<string, Severity>>;
};

interface Entry<Verdict> {
  family: string;
  least: Severity;
  verdict: Verdict;
}

const order: readonly Severity[] = ['INFO', 'LOW', 'MEDIUM', 'HIGH'];

/** The verdict of the first entry that fits, else `ALLOW`. */
export function verdictOf<Verdict>(
  entries: readonly Entry<Verdict>[],
  finding: { kind: string; severity: Severity },
): Verdict | 'ALLOW' {
  const entry = entries.find(
    ({ family, least }) =>
      (finding.kind === family || finding.kind.startsWith(`${family}.`)) &&
      order.indexOf(finding.severity) >= order.indexOf(least),
  );
  return entry?.verdict ?? 'ALLOW';
}

export function carrierSeverity(carrier: string): Severity {
  return (policy.carriers as Readonly<Record<string, Severity>>)[carrier] ?? 'INFO';
}
