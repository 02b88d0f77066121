import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfigOrExit, repositoryRoot } from '#platform/config';
import { refuseName } from '../scaffold/subgraph/collisions.js';
import { namesOf } from '../scaffold/subgraph/generated-names.js';
import type { Model } from '../scaffold/subgraph/model.js';
import { newSubgraph } from '../scaffold/subgraph/new-subgraph.js';
import { readSource } from '../scaffold/subgraph/read-source.js';
import { badUsage, type Command, named, print, runVerb } from './command.js';

export const command: Command = {
  usage: `subgraph new NAME --from FILE [--entity TYPE]
                                     writes subgraphs/NAME from a JSON Schema (.json) or a GraphQL type (.graphql):
                                     table, migration, graph, validation, events, tests and documentation, and adds it
                                     to the system; NAME is a plural such as orders, TYPE its singular such as Order
subgraph new NAME --describe TEXT --model [--alias ALIAS] [--out FILE]
                                     has the configured model propose the schema, writes it (NAME.schema.json) for you
                                     to review, and stops`,
  run: (args) => runVerb(args, { new: make }),
};

const text = { type: 'string' } as const;

async function make(args: string[]): Promise<number> {
  const options = {
    from: text,
    entity: text,
    describe: text,
    model: { type: 'boolean' },
    alias: text,
    out: text,
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = ''] = named(positionals, 'NAME');
  refuseName(repositoryRoot, name);
  const { from, describe, entity } = values;
  if ((from === undefined) === (describe === undefined))
    throw badUsage('Give either --from FILE or --describe TEXT');
  if (describe !== undefined) {
    if (!values.model) throw badUsage('--describe needs --model: a configured model reads the description');
    const { proposeSchema } = await import('../scaffold/subgraph/propose.js');
    const path = resolve(values.out ?? `${name}.schema.json`);
    await proposeSchema(loadConfigOrExit(), {
      name,
      description: describe,
      alias: values.alias ?? null,
      path,
    });
    print(`Proposed ${path}\nReview it, then: npm run tributary -- subgraph new ${name} --from ${path}`);
    return 0;
  }
  const model = await readSource(resolve(from ?? ''), entity === undefined ? { name } : { name, entity });
  const made = await newSubgraph(repositoryRoot, model, (line) => process.stderr.write(`${line}\n`));
  for (const path of made.written) print(`written  ${path}`);
  for (const { path, lines } of made.changed) {
    print(`changed  ${path}`);
    for (const line of lines) print(`         + ${line.trim()}`);
  }
  print(`written  schema/ (npm run generate)\n\n${nextSteps(model)}`);
  return 0;
}

function nextSteps(model: Model): string {
  const { entity, list, single } = namesOf(model);
  return `${entity} is in the graph: ${list}, ${single}, create${entity}, update${entity}, delete${entity}.
Try it   npm start
Test it  npm test -- dist/subgraphs/${model.name}
Check    npm run check`;
}
