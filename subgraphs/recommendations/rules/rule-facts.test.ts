import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { itemFacts, shippedFacts, worldFacts } from './rule-facts.js';

test('docs/rules.md lists every fact with its type', async () => {
  const page = await readFile(join(repositoryRoot, 'docs/rules.md'), 'utf8');
  const listed = page.replaceAll(/ +\|/g, ' |').match(/^\| `[^`]+` \| `[A-Z]+` \| .* \|$/gm);
  const facts = [...itemFacts, ...worldFacts, ...Object.values(shippedFacts).flat()];
  expect(listed).toEqual(
    facts.map(({ name, type, description }) => `| \`${name}\` | \`${type}\` | ${description} |`),
  );
});
