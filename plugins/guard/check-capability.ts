import { contextPart, defineCapability, z } from 'tributary/sdk';
import { checkText } from './engine/check-text.js';
import { judgement, withTextJudgement } from './engine/judge.js';
import { policyOf } from './engine/policy.js';

const longest = 200_000;
const most = 100;
const given = z.string().max(longest);
const verdict = z.enum(['ALLOW', 'MODIFY', 'REVIEW', 'BLOCK']);

const finding = z.object({
  kind: z.string(),
  severity: z.enum(['INFO', 'LOW', 'MEDIUM', 'HIGH']),
  verdict,
  rule: z.string(),
  ruleVersion: z.int(),
  start: z.int(),
  end: z.int(),
  quote: z.string(),
});
const checkedText = z.object({
  verdict,
  score: z.number().min(0).max(1),
  findings: z.array(finding),
  text: z.string(),
});

/** Texts by what they hold and by what the tenant's policy makes of it. See README. */
export const checkCapability = defineCapability({
  id: 'guard.check',
  description:
    'Orders to a model, hidden text, personal data, keys and unsafe links of texts, with verdicts.',
  needs: ['models', 'settings'],
  // What screening would stop is what is to be judged here.
  inspects: true,
  input: z
    .object({
      text: given.nullish(),
      texts: z.array(given).max(most).nullish(),
      role: z.enum(['DOCUMENT', 'INPUT', 'OUTPUT']).nullish(),
    })
    .refine(({ text, texts }) => (text ?? null) !== null || (texts ?? []).length > 0, {
      message: 'give `text` or `texts`',
    })
    .transform(({ text, texts, role }) => ({
      texts: [...((text ?? null) === null ? [] : [text as string]), ...(texts ?? [])],
      role: role ?? ('DOCUMENT' as const),
    })),
  output: z.object({ texts: z.array(checkedText) }),
  maxOutputTokens: 500,
  async *model({ texts, role }, { models, settings }) {
    yield* [];
    const by = policyOf(await settings.read());
    const checked = texts.map((text) => checkText(text, role, by));
    for (const [at, one] of checked.entries()) {
      const text = texts[at] ?? '';
      // What the rules stop stays stopped; a model has no word in it.
      if (one.verdict === 'BLOCK' || text.trim() === '') continue;
      const answered = await models.complete({
        prompt: 'screen-document',
        variables: { text: contextPart('document', text, { id: `text-${at + 1}`, keep: 'start' }) },
        schema: judgement,
      });
      checked[at] = withTextJudgement(text, one, answered);
    }
    return { texts: checked };
  },
  async *builtIn({ texts, role }, { settings }) {
    yield* [];
    const by = policyOf(await settings.read());
    return { texts: texts.map((text) => checkText(text, role, by)) };
  },
});
