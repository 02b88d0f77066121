import { randomUUID } from 'node:crypto';
import { execute, parse } from 'graphql';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const ada = callerOf(randomUUID(), { actor: 'user:ada', roles: ['admin'] });
let host: RunHost;
beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());

async function query(source: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await execute({
    schema: host.subgraph.schema,
    document: parse(source),
    variableValues: variables,
    contextValue: host.graph(ada),
  });
  expect(errors).toBeUndefined();
  // biome-ignore lint/suspicious/noExplicitAny: what is asked for is what comes
  return data as Record<string, any>;
}
const save = async (text: string, label: string | null = null) =>
  (
    await query(
      `mutation ($input: SavePromptInput!) { savePrompt(input: $input) {
         ... on SavePromptPayload { version { version } } ... on Failure { code message } } }`,
      { input: { prompt: 'ask', text, label } },
    )
  ).savePrompt;
const numbers = (versions: readonly { version: number }[]) => versions.map(({ version }) => version);

it('shows versions in use however old they are, and the one that was saved again', async () => {
  for (let made = 2; made <= 14; made += 1) {
    expect((await save(`${made}: {{question}}`, made === 3 ? 'candidate' : null)).version.version).toBe(made);
  }
  const { prompt } = await query('{ prompt(name: "ask") { versions { version labels } } }');
  expect(numbers(prompt.versions)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 3, 1]);
  expect((await save('2: {{question}}')).version).toEqual({ version: 2 });
  await query(`mutation { setPromptExperiment(input: { prompt: "ask", variants:
    [{ version: 4, weight: 1 }, { version: 14, weight: 1 }] }) { __typename } }`);
  const tried = await query('{ prompt(name: "ask") { versions { version } } }');
  expect(numbers(tried.prompt.versions)).toContain(4);
});

it('bounds the lines of a text, the time of a comparison and the labels of a prompt', async () => {
  expect(await save(`{{question}}${'\n'.repeat(3000)}`)).toMatchObject({ code: 'PROMPT_INVALID' });
  const long = (line: string) => Array.from({ length: 1990 }, (_, at) => `${line}${at}`).join('\n');
  const from = (await save(`{{question}}\n${long('a')}`)).version.version;
  const to = (await save(`{{question}}\n${long('b')}`)).version.version;
  const { promptDiff } = await query(
    `{ promptDiff(prompt: "ask", from: ${from}, to: ${to}) { lines { kind } } }`,
  );
  expect(promptDiff.lines.length).toBeGreaterThanOrEqual(2 * 1990);
  const answers: (string | undefined)[] = [];
  for (let made = 0; made < 21; made += 1) answers.push((await save('{{question}}', `label-${made}`)).code);
  expect(answers.filter((code) => code === 'CONFLICT').length).toBe(2);
  expect(answers.at(-1)).toBe('CONFLICT');
});
