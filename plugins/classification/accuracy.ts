import { defineEvaluator, z } from 'tributary/sdk';

const fields = ['kind', 'language', 'level', 'label'] as const;
const record = z.record(z.string(), z.unknown());

/** Whether kind, language, sensitivity and label are those that are expected; what is not expected is not scored. */
export const accuracy = defineEvaluator({
  id: 'classification.accuracy',
  description: 'Whether kind, language, level of sensitivity and label are those that are expected.',
  needs: [],
  async evaluate({ expected, output }) {
    const [wanted, found] = [flat(expected), flat(output)];
    return fields.flatMap((name) => {
      if (!(name in wanted)) return [];
      const isRight = (found[name] ?? null) === (wanted[name] ?? null);
      return [
        { name, score: isRight ? 1 : 0, reason: `expected ${wanted[name]}, found ${found[name] ?? null}` },
      ];
    });
  },
});

/** The level of `sensitivity` stands beside the other fields. */
function flat(value: unknown): Record<string, unknown> {
  const whole = record.safeParse(value);
  if (!whole.success) return {};
  const sensitivity = record.safeParse(whole.data.sensitivity);
  const level = sensitivity.success ? sensitivity.data.level : whole.data.sensitivity;
  return level === undefined ? whole.data : { ...whole.data, level };
}
