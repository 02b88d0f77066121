import { columns } from '../report.js';

/** One thing that must hold, and whether it does. */
export interface GateCheck {
  /** The dataset and variant, or the set. */
  readonly subject: string;
  readonly measure: string;
  readonly value: number | null;
  readonly cases: number;
  /** In words, such as `mean >= .9`. */
  readonly demand: string;
  readonly passed: boolean;
  /** Why not; empty when it passed. */
  readonly reason: string;
}

/** The scores of one variant in one measure, by case: what a later gate compares with. */
export interface GateScores {
  readonly dataset: string;
  readonly version: number;
  readonly experiment: string;
  readonly variant: string;
  readonly evaluator: string;
  readonly measure: string;
  readonly scores: Readonly<Record<string, number>>;
}

export interface GateReport {
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
  readonly measured: readonly GateScores[];
}

const number = (value: number | null) => (value === null ? '-' : value.toFixed(3));

/** The report for people. */
export function gateTable({ checks, passed }: GateReport): string {
  const rows = checks.map((check) => [
    check.passed ? 'ok' : 'FAILED',
    check.subject,
    check.measure,
    number(check.value),
    String(check.cases),
    check.demand,
    check.reason,
  ]);
  const head = ['', 'of', 'measure', 'value', 'cases', 'must be', 'why not'];
  const failed = checks.filter((check) => !check.passed).length;
  const end = passed ? 'The gate is open.' : `The gate is closed: ${failed} of ${checks.length} do not hold.`;
  return `${columns([head, ...rows])}\n\n${end}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');

/** The report as JUnit XML, which CI servers show. */
export function gateJunit({ checks }: GateReport): string {
  const cases = checks.map(({ subject, measure, demand, passed, reason }) => {
    const named = `classname="${escaped(subject)}" name="${escaped(`${measure} ${demand}`)}"`;
    if (passed) return `    <testcase ${named}/>`;
    return `    <testcase ${named}>\n      <failure message="${escaped(reason)}"/>\n    </testcase>`;
  });
  const failures = checks.filter(({ passed }) => !passed).length;
  const counted = `tests="${checks.length}" failures="${failures}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counted}>
  <testsuite name="tributary eval --gate" ${counted}>
${cases.join('\n')}
  </testsuite>
</testsuites>
`;
}
