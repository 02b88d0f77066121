import { type RequestContext, z } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { HostedCapability } from '#platform';
import type { PluginPlace } from '../plugin-under-test.js';
import { createTestHost, type TestHost } from '../test-host.js';
import type { TestDocument, TestTenant } from '../test-tenant.js';

/** What the examples of a contract can name. */
export interface ContractFacts {
  readonly host: TestHost;
  /** A document of the host's tenant. */
  readonly document: TestDocument;
  /** Another tenant, with no document. */
  readonly other: TestTenant;
}
type Given<Value> = (facts: ContractFacts) => Value | Promise<Value>;

export interface ContractOptions {
  /** The text of the document that the examples are about. */
  readonly document?: string;
  /** The input of a capability, by its id, where it cannot be made from its schema. */
  readonly inputs?: Readonly<Record<string, Given<unknown>>>;
  /** Variables of the operations in the README, by name, where they cannot be told from their type. */
  readonly variables?: Given<Record<string, unknown>>;
  /** Why a capability has no built-in engine, by its id. */
  readonly withoutBuiltIn?: Readonly<Record<string, string>>;
  /** Further settings of the host, as environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** As for `createTestHost`: what asks a model is run with what was recorded, too. */
  readonly cassettes?: string;
}

const text = `Hollow Oak Timber Ltd
INVOICE
Invoice number: HO-2041
Invoice date: 14 March 2026
Bill to: Meadow Design Studio

Oak boards, planed    12    18.50    222.00
Delivery               1    30.00     30.00

Net total: GBP 252.00
VAT 20%: GBP 50.40
Total due: GBP 302.40

The boards were sawn at the mill in the valley. The mill has stood there since 1780 and is driven by water.
Please pay within thirty days. Boards that are damaged are taken back within a week.
`;

/** Opens the host when it is first asked for; `close` what was opened. */
export function lazyFacts(place: PluginPlace, options: ContractOptions, cassettes?: string) {
  let opened: Promise<ContractFacts> | null = null;
  const open = async (): Promise<ContractFacts> => {
    const host = await createTestHost(place, { environment: options.environment, cassettes });
    const other = await host.tenant();
    return { host, other, document: await host.addDocument(options.document ?? text) };
  };
  return {
    get: (): Promise<ContractFacts> => {
      opened ??= open();
      return opened;
    },
    close: async () => {
      const facts = await opened?.catch(() => null);
      await facts?.host.close();
    },
  };
}

export function capabilityOf({ host }: ContractFacts, id: string): HostedCapability {
  const capability = host.assembly.plugins.capabilities.capability(id);
  if (!capability) throw new RangeError(`${id} is declared and not contributed`);
  return capability.hosted;
}

/** The caller that a tenant's token stands for. */
export function contextOf({ host }: ContractFacts, { token }: TestTenant): Promise<RequestContext> {
  const request = { requestId: newId(), traceparent: '', deadline: Date.now() + 60_000 };
  return host.assembly.platform.identity.authenticate(token, request);
}

const schemaShape = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).default({}),
  items: z.unknown().optional(),
  minItems: z.number().default(0),
});

/** The input that the author gave, or else the least that fits the schema, about the document of the facts. */
export async function inputOf(facts: ContractFacts, id: string, options: ContractOptions): Promise<unknown> {
  const given = options.inputs?.[id];
  return given ? given(facts) : example(capabilityOf(facts, id).description.input, '', facts);
}

/** A value that fits a JSON Schema; what is called like an id of a document is one. */
export function example(schema: unknown, name: string, facts: ContractFacts): unknown {
  const known = exampleOf(name, facts);
  if (known !== undefined) return known;
  const { type, properties, required, items, minItems, minimum, ...more } = schemaShape.parse(schema);
  if (more.enum) return more.enum[0];
  if (type === 'object') {
    return Object.fromEntries(required.map((key) => [key, example(properties[key], key, facts)]));
  }
  if (type === 'array') return Array.from({ length: minItems }, () => example(items, '', facts));
  if (type === 'integer' || type === 'number') return Math.max(1, minimum ?? 1);
  return type === 'boolean' ? true : 'Which boards were sawn at the mill?';
}

/** What a name stands for, whatever its type; undefined for a name that says nothing. */
export function exampleOf(name: string, { document }: ContractFacts): unknown {
  if (name === 'id' || name === 'documentId') return document.id;
  if (name === 'ids' || name === 'documentIds') return [document.id];
  return name === 'versionId' ? document.versionId : undefined;
}
