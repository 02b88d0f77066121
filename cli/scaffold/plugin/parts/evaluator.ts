import type { PluginDraft } from '../draft.js';
import type { PartNames } from '../names.js';
import { addUnitTest } from './rule.js';

/** An evaluator that compares the words of a text with those that were expected. */
export function addEvaluator(draft: PluginDraft, names: PartNames): void {
  draft.contribute('evaluators', names.id);
  draft.write(
    `${names.file}.ts`,
    `import { defineEvaluator, z } from 'tributary/sdk';
import { words } from 'tributary/text';

const withText = z.object({ text: z.string() });

/** ${names.words}: how many of the expected words were said, and how many of those said were expected. */
export const ${names.variable} = defineEvaluator({
  id: '${names.id}',
  description: 'Compares the words of a text with those that were expected.',
  needs: [],
  async evaluate({ expected, output }) {
    const wanted = new Set(words(withText.parse(expected).text));
    const said = new Set(words(withText.safeParse(output).data?.text ?? ''));
    const shared = [...said].filter((word) => wanted.has(word)).length;
    const reason = \`\${shared} words of \${wanted.size} expected and \${said.size} said\`;
    return [
      { name: 'recall', score: wanted.size === 0 ? 1 : shared / wanted.size, reason },
      { name: 'precision', score: said.size === 0 ? 0 : shared / said.size, reason },
    ];
  },
});
`,
  );
  draft.list('evaluators', names.variable, names.file);
  addUnitTest(
    draft,
    names,
    `test('${names.id} scores the words of a text', async () => {
  const item = { id: '1', capability: '${draft.id}', input: {}, expected: { text: 'one two' } };
  const measured = ${names.variable}.evaluate(
    { ...item, output: { text: 'two three four five' } },
    {},
    { signal: new AbortController().signal },
  );
  expect(await measured).toMatchObject([
    { name: 'recall', score: 0.5 },
    { name: 'precision', score: 0.25 },
  ]);
});
`,
  );
}
