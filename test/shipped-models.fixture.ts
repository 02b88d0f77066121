import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import {
  createTestHost,
  type RecordedRun,
  type RunOptions,
  type TestHost,
  type TestHostOptions,
} from '../testkit/index.js';

export const lease = `The lease of the boathouse begins on 1 May 2026. The rent is EUR 300.00 a month. The roof of copper is mended by the owner.
Guests leave the boathouse before ten in the evening. The keys hang behind the third shelf of the workshop.`;

export const invoice = (number: string, note: string) => `Hollow Oak Timber Ltd
INVOICE
Invoice number: ${number}
Invoice date: 14 March 2026
Bill to: Meadow Design Studio

Net total: GBP 252.00
VAT 20%: GBP 50.40
Total due: GBP 302.40

${note}
`;

/** A system whose one model is of this provider, and what the shipped plugins make with it. */
export interface HostWithModel extends TestHost {
  /** Runs it anew, and says what the result says of the model's window. */
  ask(capability: string, input: unknown, options?: RunOptions): Promise<AskedRun>;
  /** The first recommendation for a document. */
  recommendationFor(documentId: string): Promise<string>;
}
export interface AskedRun extends RecordedRun {
  readonly truncated: boolean | null;
  /** What its calls of the model read, also of those that failed. */
  readonly inputTokens: number;
  readonly types: readonly string[];
}

export async function hostWithModel(
  target: Record<string, unknown>,
  options: Omit<TestHostOptions, 'environment' | 'cassettes'> = {},
): Promise<HostWithModel> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-shipped-'));
  const file = join(folder, 'models.json');
  await writeFile(file, JSON.stringify({ aliases: { chat: { model: 'of-tests', ...target } } }));
  const host = await createTestHost(join(repositoryRoot, 'plugins', 'answers'), {
    ...options,
    environment: { MODELS: `file:${file}` },
  });
  // It serves no more: the models file names another provider, which is not to rest.
  host.model.next();
  return {
    ...host,
    async ask(capability, input, options = {}) {
      const run = await host.run(capability, input, { anew: true, ...options });
      const info = '{ ... on Result { result { truncated } } }';
      type Found = { run: { inputTokens: number; result: { result: { truncated: boolean } } | null } };
      const found = await host.query<Found>(
        `query ($id: ID!) { run(id: $id) { inputTokens result ${info} } }`,
        {
          id: run.runId,
        },
      );
      const types = run.parts.map(({ __typename }) => String(__typename));
      const { inputTokens, result } = found.run;
      return { ...run, types, inputTokens, truncated: result?.result.truncated ?? null };
    },
    async recommendationFor(documentId) {
      type Found = { recommendations: { nodes: { id: string }[] } };
      const query = `query ($id: ID) { recommendations(filter: { documentId: $id }, first: 1) { nodes { id } } }`;
      const { recommendations } = await host.query<Found>(query, { id: documentId });
      return recommendations.nodes[0]?.id ?? 'none';
    },
    async close() {
      await host.close();
      await rm(folder, { recursive: true });
    },
  };
}
