import { type ScreenVerdict, stepOutputs } from 'tributary/sdk';
import type { AuditRecord } from '#platform';
import type { EndedRun } from './conclude.js';

/** What screening said of the texts of one place in a run: never the texts themselves. */
export interface PlaceVerdict {
  place: 'INPUT' | 'OUTPUT' | 'STREAM' | 'DOCUMENT';
  verdict: ScreenVerdict['verdict'] | 'QUARANTINE';
  policy: string | null;
  /** Each kind with the rule that found it, its version, and how often. */
  findings: { kind: string; severity: string; rule: string; ruleVersion: number; count: number }[];
  /** Keyed hash of what was screened, to find equal texts by. */
  hash: string | null;
}

/** More kinds than these in one text tell nothing more. */
const mostFindings = 50;
/** Models name tools as they like. */
const toolName = /^[\w.:-]{1,64}$/;
const mostDenied = 20;

/** Counts equal findings once. */
export function counted(
  findings: readonly { kind: string; severity: string; rule: string; ruleVersion: number }[],
): PlaceVerdict['findings'] {
  const byRule = Map.groupBy(findings, ({ kind, rule, severity }) => `${kind} ${rule} ${severity}`);
  return [...byRule.values()].slice(0, mostFindings).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { kind, severity, rule, ruleVersion } = first;
    return [{ kind, severity, rule, ruleVersion, count: group.length }];
  });
}

/**
 * The entries of the audit log for what screening found or changed in a run, one a place, and for the calls of
 * tools that were not made. A run in which nothing was found has none: its decision says that it was screened.
 */
export function verdictRecords({ open, trace }: EndedRun, output: unknown): AuditRecord[] {
  const { capability, frame } = open;
  const about = { runId: frame.runId, capability: capability.definition.id };
  const subjects = [
    { type: 'Run', id: frame.runId },
    ...[...trace.documents].sort().map((id) => ({ type: 'Document', id })),
  ];
  const places = [...trace.verdicts, ...ofDocument(open.capability.step, output)];
  return [
    ...places.map((verdict) => ({
      kind: 'screening',
      action: `screening.${verdict.place.toLowerCase()}`,
      subjects,
      body: { ...about, ...verdict },
    })),
    ...trace.deniedTools.slice(0, mostDenied).map(({ tool, reason }) => ({
      kind: 'denied',
      action: 'tool.denied',
      subjects,
      body: { ...about, tool: toolName.test(tool) ? tool : 'unnamed', reason },
    })),
  ];
}

function ofDocument(step: string | null, output: unknown): PlaceVerdict[] {
  const parsed = step === 'screen' ? stepOutputs.screen.safeParse(output) : null;
  if (!parsed?.success) return [];
  const { verdict, findings, policy = null } = parsed.data;
  if (findings.length === 0) return [];
  return [{ place: 'DOCUMENT', verdict, policy, findings: counted(findings), hash: null }];
}
