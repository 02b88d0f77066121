import { randomBytes } from 'node:crypto';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { PublicResult } from './public-result.js';

/** What a response shows of one run's cost. */
export interface RunCost {
  runId: string;
  inputTokens: number;
  outputTokens: number;
  /** US dollars; null when a price is not known. */
  costUsd: string | null;
  estimatedCostUsd: string | null;
  /** From which cache the result comes; null when it was made for the run. */
  cached: string | null;
}

/** Under this name fields are asked for beside those of the client, which cannot know it. */
const mark = `cost_${randomBytes(8).toString('hex')}`;
const facts = ['inputTokens', 'outputTokens', 'costUsd', 'estimatedCostUsd', 'cached'] as const;

/**
 * The operation with, beside all that it asks of a run or of a result, what that run cost. It asks the graph, so it is
 * the same for every subgraph, wherever it runs, and shows nobody more than the graph would.
 */
export function askingForCosts(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave(node) {
          const parent = types.getParentType();
          const added = parent ? additionsOf(parent, schema) : [];
          return added.length === 0 ? undefined : { ...node, selections: [...node.selections, ...added] };
        },
      },
    }),
  );
}

/** Takes what was asked for besides out of a result and adds it up in `extensions.cost`. */
export function tellingCosts(result: PublicResult): PublicResult {
  const runs = new Map<string, RunCost>();
  const data = without(result.data, runs);
  const all = [...runs.values()];
  return { ...result, data, extensions: { ...result.extensions, cost: { runs: all, totalUsd: total(all) } } };
}

function additionsOf(type: GraphQLNamedType, schema: GraphQLSchema): SelectionNode[] {
  if (isObjectType(type)) return fieldsOf(type);
  if (!isAbstractType(type)) return [];
  return schema.getPossibleTypes(type).flatMap((possible): SelectionNode[] => {
    const selections = fieldsOf(possible);
    if (selections.length === 0) return [];
    const typeCondition = {
      kind: Kind.NAMED_TYPE as const,
      name: { kind: Kind.NAME as const, value: possible.name },
    };
    const selectionSet = { kind: Kind.SELECTION_SET as const, selections };
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }];
  });
}

/** What stands for a run: a result's information, whatever has one, a run, and what has started one. */
function fieldsOf(type: GraphQLObjectType): FieldNode[] {
  if (type.name === 'ResultInfo' || type.name === 'Run') return costFields(type);
  const { result, run } = type.getFields();
  const told = [
    { field: result, name: 'ResultInfo' },
    { field: run, name: 'Run' },
  ].find(({ field, name }) => field && getNamedType(field.type).name === name);
  const inner = told?.field && getNamedType(told.field.type);
  if (!told?.field || !isObjectType(inner)) return [];
  if (told.name === 'Run' && !type.name.endsWith('Payload')) return [];
  return [selected(told.field.name, mark, costFields(inner))];
}

function costFields(type: GraphQLObjectType): FieldNode[] {
  const known = type.getFields();
  const id = type.name === 'Run' ? 'id' : 'runId';
  return [
    selected(id, `${mark}_runId`),
    ...facts.filter((name) => known[name]).map((name) => selected(name, `${mark}_${name}`)),
  ];
}

function selected(name: string, alias: string, selections?: FieldNode[]): FieldNode {
  return {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: name },
    alias: { kind: Kind.NAME, value: alias },
    ...(selections && { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
  };
}

/** A copy without what was asked for besides, which goes to `runs`. */
function without(value: unknown, runs: Map<string, RunCost>): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, runs));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const marked = Object.entries(value).filter(([name]) => name.startsWith(mark));
  if (marked.length > 0) note(Object.fromEntries(marked), runs);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const clean = without(item, runs);
      return name.startsWith(mark) ? [] : [[name, clean]];
    }),
  );
}

function note(marked: Readonly<Record<string, unknown>>, runs: Map<string, RunCost>): void {
  const runId = marked[`${mark}_runId`];
  if (typeof runId !== 'string') return;
  const text = (name: string) => {
    const fact = marked[`${mark}_${name}`];
    return typeof fact === 'string' ? fact : null;
  };
  const count = (name: string) => Number(marked[`${mark}_${name}`] ?? 0);
  runs.set(runId, {
    runId,
    inputTokens: count('inputTokens'),
    outputTokens: count('outputTokens'),
    costUsd: text('costUsd'),
    estimatedCostUsd: text('estimatedCostUsd'),
    cached: text('cached') ?? runs.get(runId)?.cached ?? null,
  });
}

const places = 9;

/** Null when one of them is not known. */
function total(runs: readonly RunCost[]): string | null {
  let nano = 0n;
  for (const { costUsd } of runs) {
    const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d{1,9}))?$/.exec(costUsd ?? '') ?? [];
    if (whole === '') return null;
    nano += BigInt(whole + fraction.padEnd(places, '0'));
  }
  const digits = nano.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -places) : `${digits.slice(0, -places)}.${fraction}`;
}
