import type { SpanAttributes } from '#platform';
import { type Describe, known } from './described-span.js';

/** What was decided, and what was done; a text with findings that may pass is warned of. */
const outcomes: Record<NonNullable<SpanAttributes['verdict']>, { verdict: string; action: string }> = {
  ALLOW: { verdict: 'allow', action: 'allow' },
  MODIFY: { verdict: 'modify', action: 'modify' },
  BLOCK: { verdict: 'deny', action: 'block' },
  PASSED: { verdict: 'allow', action: 'allow' },
  FIXED: { verdict: 'modify', action: 'modify' },
  REVIEW: { verdict: 'escalate', action: 'escalate' },
  REJECTED: { verdict: 'deny', action: 'block' },
};

/** The categories of the OWASP list for language models, by the first word of the kind of a finding. */
const risks: Readonly<Record<string, string>> = {
  instruction: 'prompt_injection',
  hidden: 'prompt_injection',
  secret: 'sensitive_information_disclosure',
  personal: 'sensitive_information_disclosure',
};

/** A screen, by the draft of guardrails (`gen_ai.run_guardrail.internal`). */
export const describeGuardrail: Describe = ({ attributes }) => {
  const { verdict = 'ALLOW', findings = [], screened, inputHash } = attributes;
  const outcome = outcomes[verdict];
  const warns = verdict === 'ALLOW' && findings.length > 0;
  return {
    name: 'run_guardrail screening',
    kind: 'INTERNAL',
    attributes: known({
      'gen_ai.operation.name': 'run_guardrail',
      'gen_ai.guardrail.component.name': 'screening',
      'gen_ai.guardrail.target.type': screened === 'INPUT' ? 'input' : 'output',
      'gen_ai.guardrail.target.subtype': 'llm',
      'gen_ai.guardrail.verdict.type': warns ? 'warn' : outcome.verdict,
      'gen_ai.guardrail.action.type': outcome.action,
      'gen_ai.guardrail.security.risk.category': riskOf(findings),
      'gen_ai.guardrail.security.content.input.hash': inputHash,
      'gen_ai.guardrail.security.content.modified': verdict === 'MODIFY' ? true : undefined,
    }),
  };
};

/** Rules judge the whole output of a run, so they guard it as well. */
export const describeRules: Describe = ({ name, attributes: { verdict = 'PASSED' } }) => ({
  name: 'run_guardrail rules',
  kind: 'INTERNAL',
  attributes: {
    'gen_ai.operation.name': 'run_guardrail',
    'gen_ai.guardrail.component.name': 'rules',
    'gen_ai.guardrail.target.type': 'output',
    'gen_ai.guardrail.target.id': name,
    'gen_ai.guardrail.verdict.type': outcomes[verdict].verdict,
    'gen_ai.guardrail.action.type': outcomes[verdict].action,
  },
});

/** The category of the gravest: what steers a model is worse than what it must not tell. */
function riskOf(findings: readonly string[]): string | undefined {
  const found = new Set(findings.map((kind) => risks[kind.split('.')[0] ?? ''] ?? 'other'));
  return ['prompt_injection', 'sensitive_information_disclosure', 'other'].find((risk) => found.has(risk));
}
