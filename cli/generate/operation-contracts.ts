import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, type GraphQLSchema, parse, print, validate } from 'graphql';
import { AppError } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';
import type { Contract } from './contract.js';
import { operationTypes } from './operation-types.js';

/** Folders of operations that our own programs send; each becomes one module beside it. */
const folders: readonly string[] = ['cli/demo/operations'];
const head = `// Made by \`npm run generate\` from the operations in this folder and schema/api.graphql; change those.
import { operation } from 'tributary/client';`;

/** The operations of our own programs, with the types of their data and variables. @throws AppError `CONFIG_INVALID`. */
export async function operationContracts(api: string): Promise<Contract[]> {
  const schema = buildSchema(api);
  return Promise.all(
    folders.map(async (folder) => {
      const paths: string[] = [];
      for await (const path of glob(`${folder}/*.graphql`, { cwd: repositoryRoot })) paths.push(path);
      const modules = paths.sort().map((path) => moduleOf(schema, path));
      return { path: `${folder}/index.ts`, text: [head, ...(await Promise.all(modules))].join('\n\n') };
    }),
  );
}

/** `full-document.graphql` becomes `fullDocument`, with `FullDocumentData` and `FullDocumentVariables`. */
async function moduleOf(schema: GraphQLSchema, path: string): Promise<string> {
  const document = parse(await readFile(join(repositoryRoot, path), 'utf8'), { noLocation: true });
  const [problem] = validate(schema, document);
  if (problem) throw new AppError('CONFIG_INVALID', { key: path, reason: problem.message });
  const file =
    path
      .split('/')
      .at(-1)
      ?.replace(/\.graphql$/, '') ?? '';
  const name = file.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const { data, variables } = operationTypes(schema, document);
  return `export type ${type}Data = ${data};
export type ${type}Variables = ${variables};
export const ${name} = operation<${type}Data, ${type}Variables>(${literal(print(document))});`;
}

const literal = (text: string) => `\`\n${text.replaceAll(/\\|`|\$\{/g, (one) => `\\${one}`)}\``;
