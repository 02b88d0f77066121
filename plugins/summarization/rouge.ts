import { defineEvaluator, z } from 'tributary/sdk';
import { bestRouge } from 'tributary/text';

const references = z.union([
  z.string().transform((text) => [text]),
  z.array(z.string()).min(1),
  z.object({ text: z.string() }).transform(({ text }) => [text]),
  z.object({ texts: z.array(z.string()).min(1) }).transform(({ texts }) => texts),
]);
const said = z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)]);

/** How much of a reference summary a summary says: ROUGE-1, ROUGE-2 and ROUGE-L (F1) of the best reference. */
export const rouge = defineEvaluator({
  id: 'summarization.rouge',
  description: 'ROUGE-1, ROUGE-2 and ROUGE-L (F1, Porter stems) against the best of the expected summaries.',
  needs: [],
  async evaluate({ expected, output }) {
    const [wanted, text] = [references.safeParse(expected), said.safeParse(output)];
    if (!wanted.success) return [];
    const found = bestRouge(text.success ? text.data : '', wanted.data);
    return (['rouge1', 'rouge2', 'rougeL'] as const).map((name) => {
      const { f, precision, recall } = found[name];
      return { name, score: f, reason: `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}` };
    });
  },
});
