import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { openInference } from './open-inference.js';
import { type Conventions, describeSpan } from './semantic-conventions.js';
import { wholeTree } from './spans.fixture.js';

const golden = async (name: string): Promise<unknown> =>
  JSON.parse(
    await readFile(join(repositoryRoot, 'platform/telemetry/conventions/golden', `${name}.json`), 'utf8'),
  );

it.each<Conventions>(['1.41', 'next', 'both'])('names spans as in the golden file of %s', async (version) => {
  const described = wholeTree.spans.map((span) => describeSpan(span, version));
  expect(described).toEqual(await golden(version));
});

it('names spans for OpenInference as in its golden file', async () => {
  expect(wholeTree.spans.map(openInference)).toEqual(await golden('open-inference'));
});

it('says what a model call has to say, in either version', () => {
  const calls = wholeTree.spans.filter(({ kind }) => kind === 'chat' || kind === 'embeddings');
  for (const call of calls) {
    for (const version of ['1.41', 'next'] as const) {
      const { kind, attributes } = describeSpan(call, version);
      expect(kind).toBe('CLIENT');
      expect(attributes).toHaveProperty(['gen_ai.operation.name'], call.kind);
      expect(attributes).toHaveProperty(['gen_ai.provider.name']);
    }
  }
});

it('calls what was written to the cache of a provider as its version does', () => {
  const call = wholeTree.spans.find(({ attributes }) => attributes.usage?.cacheWriteTokens === 200)!;
  const named = (version: Conventions) =>
    Object.keys(describeSpan(call, version).attributes).filter((name) => /cache_(creation|write)/.test(name));
  expect(named('1.41')).toEqual(['gen_ai.usage.cache_creation.input_tokens']);
  expect(named('next')).toEqual(['gen_ai.usage.cache_write.input_tokens']);
  expect(named('both')).toHaveLength(2);
});

it('tells a collector nothing of what was said', () => {
  for (const version of ['1.41', 'next', 'both'] as const) {
    expect(JSON.stringify(wholeTree.spans.map((span) => describeSpan(span, version)))).not.toContain('never');
  }
});
