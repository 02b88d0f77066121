import { readFile } from 'node:fs/promises';
import { AppError } from 'tributary/sdk';
import { schemaOfGraphql } from './graphql-reader.js';
import type { Model } from './model.js';
import { pascal, singular } from './names.js';
import { Problems } from './problems.js';
import { isNode, type SchemaNode } from './schema-node.js';
import { readSchema } from './schema-reader.js';

/** Reads a JSON Schema (`.json`) or a GraphQL object type (`.graphql`). @throws AppError `SCHEMA_INVALID` */
export async function readSource(path: string, names: { name: string; entity?: string }): Promise<Model> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', { thing: `The file ${path}` }, { cause });
  });
  return modelOf(text, /\.(graphql|gql)$/.test(path) ? 'graphql' : 'json', names);
}

/** @throws AppError `SCHEMA_INVALID` */
export function modelOf(
  text: string,
  language: 'json' | 'graphql',
  { name, entity }: { name: string; entity?: string },
): Model {
  const problems = new Problems();
  const schema = language === 'graphql' ? schemaOfGraphql(text, problems) : schemaOfJson(text, problems);
  problems.throwIfAny();
  const model = readSchema(schema, { name, entity: entity ?? entityOf(schema, name) }, problems);
  problems.throwIfAny();
  return model;
}

function entityOf({ title }: SchemaNode, name: string): string {
  const ownTitle = typeof title === 'string' ? pascal(title) : '';
  return /^[A-Z][A-Za-z0-9]*$/.test(ownTitle) ? ownTitle : pascal(singular(name));
}

function schemaOfJson(text: string, problems: Problems): SchemaNode {
  try {
    const value: unknown = JSON.parse(text);
    if (isNode(value)) return value;
    problems.add('#', 'it is not a JSON Schema', 'Write one object of keywords');
  } catch (error) {
    problems.add(
      '#',
      `it is not JSON (${error instanceof Error ? error.message : 'no text'})`,
      'Correct the syntax',
    );
  }
  return {};
}
