import { setImmediate } from 'node:timers/promises';
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
} from 'graphql';
import type { OperationTool } from 'tributary/sdk';
import type { OperationRegistry, RegisteredOperation } from '#platform/registry';
import type { Generation } from '../generation/generation.js';
import { LruCache } from '../lru-cache.js';
import { inputSchema, type JsonSchema } from './input-schema.js';

/** A registered operation as clients of the protocol see it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema & { type: 'object' };
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly openWorldHint: boolean;
  };
}

export interface ToolsParts {
  registry: Pick<OperationRegistry, 'all'>;
  /** Whether an operation can be served from a generation. */
  fits(document: string, generation: Generation): boolean;
}

/** Descriptions that are kept for one generation, of all tenants. */
const keptTools = 5000;
/** So many are made before others get a turn. */
const madeInTurn = 16;

/** The tools of a tenant: registered operations that are marked `@tool` and fit the graph as it is served now. */
export class Tools {
  readonly #parts: ToolsParts;
  readonly #made = new WeakMap<Generation, LruCache<string, Made>>();

  constructor(parts: ToolsParts) {
    this.#parts = parts;
  }

  /** By name; of two with one name the system's, as a call by name finds it. */
  async list(tenant: string, generation: Generation): Promise<Tool[]> {
    return (await this.#served(tenant, generation)).map(({ tool }) => tool);
  }

  /** The same, as parts of ours that call them see them. */
  async operations(tenant: string, generation: Generation): Promise<OperationTool[]> {
    const served = await this.#served(tenant, generation);
    return served.map(({ tool: { name, description, inputSchema: parameters, annotations }, hash }) => ({
      name,
      hash,
      description,
      mutation: !annotations.readOnlyHint,
      parameters,
    }));
  }

  async #served(tenant: string, generation: Generation): Promise<ServedTool[]> {
    const made = this.#made.get(generation) ?? new LruCache<string, Made>(keptTools);
    this.#made.set(generation, made);
    const tools = new Map<string, ServedTool>();
    const marked = (await this.#parts.registry.all(tenant)).filter(({ tool }) => tool !== null);
    let fresh = 0;
    for (const operation of marked.sort((a, b) => rank(a) - rank(b))) {
      const key = `${operation.hash} ${operation.tool?.mutation} ${operation.tool?.description}`;
      let one = made.get(key);
      if (!one) {
        fresh += 1;
        if (fresh % madeInTurn === 0) await setImmediate();
        one = { tool: this.#make(operation, generation) };
        made.set(key, one);
      }
      const { tool } = one;
      if (tool && !tools.has(tool.name)) tools.set(tool.name, { tool, hash: operation.hash });
    }
    return [...tools.values()].sort((a, b) => (a.tool.name < b.tool.name ? -1 : 1));
  }

  #make(operation: RegisteredOperation, generation: Generation): Tool | null {
    return this.#parts.fits(operation.document, generation) ? describe(operation, generation.schema) : null;
  }
}

/** A tool with the hash of its operation. */
interface ServedTool {
  readonly tool: Tool;
  readonly hash: string;
}

/** Null when the operation does not fit the graph. */
interface Made {
  readonly tool: Tool | null;
}

function rank({ source }: RegisteredOperation): number {
  return source === 'FILE' ? 0 : 1;
}

function describe({ name, document: text, tool }: RegisteredOperation, schema: GraphQLSchema): Tool | null {
  const document = parse(text, { noLocation: true });
  const operation = operationOf(document);
  if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  if (isMutation && !tool?.mutation) return null;
  // A query can be marked too: it sends something outside.
  const changes = tool?.mutation === true;
  return {
    name,
    title: titleOf(name),
    description: tool?.description || rootDescription(schema, operation),
    inputSchema: inputSchema(schema, document, operation),
    annotations: {
      readOnlyHint: !changes,
      destructiveHint: isMutation,
      openWorldHint: changes && !isMutation,
    },
  };
}

export function operationOf(document: DocumentNode): OperationDefinitionNode | undefined {
  return document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

/** `SearchDocuments` is shown as `Search documents`. */
function titleOf(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .trim()
    .split(/\s+/);
  return words.map((word, at) => (at === 0 ? word : word.toLowerCase())).join(' ');
}

function rootDescription(
  schema: GraphQLSchema,
  { operation, selectionSet }: OperationDefinitionNode,
): string {
  const fields = schema.getRootType(operation)?.getFields() ?? {};
  const described = selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? (fields[selection.name.value]?.description ?? []) : [],
  );
  return described.join(' ');
}
