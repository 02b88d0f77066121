import type { PluginDraft } from '../draft.js';
import type { PartNames } from '../names.js';

/** A kind of rule that bounds how long a text may be. */
export function addRule(draft: PluginDraft, names: PartNames): void {
  draft.contribute('rules', names.id);
  draft.write(
    `${names.file}.ts`,
    `import { defineRule, z } from 'tributary/sdk';
import { words } from 'tributary/text';

/** ${names.words}: a text has no more words than the rule says. */
export const ${names.variable} = defineRule({
  kind: '${names.id}',
  description: 'A text has at most so many words.',
  params: z.object({ fact: z.string().default('text'), most: z.int().positive() }),
  judge(facts, { fact, most }) {
    const text = facts[fact];
    const count = typeof text === 'string' ? words(text).length : 0;
    if (count <= most) return { holds: true };
    return { holds: false, reason: \`\${fact} has \${count} words, \${most} are the most\` };
  },
});
`,
  );
  draft.list('rules', names.variable, names.file);
  addUnitTest(
    draft,
    names,
    `test('a rule of the kind ${names.id} bounds the words of a text', () => {
  const params = ${names.variable}.params.parse({ most: 3 });
  expect(${names.variable}.judge({ text: 'three short words' }, params)).toEqual({ holds: true });
  expect(${names.variable}.judge({ text: 'four words are more' }, params)).toMatchObject({ holds: false });
  expect(${names.variable}.judge({}, params)).toEqual({ holds: true });
});
`,
  );
}

/** A test beside the part. */
export function addUnitTest(draft: PluginDraft, { file, variable }: PartNames, test: string): void {
  draft.write(`${file}.test.ts`, `import { ${variable} } from './${file}.js';\n\n${test}`);
}
