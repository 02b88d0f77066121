import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, everyone, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { loadConfig } from '#platform/config';
import { type ModelCaller, type ModelLayer, openModels } from '#platform/models';
import { Metrics, noSpans } from '#platform/telemetry';

const callMs = 60_000;

/** The model layer over such a models file; `close` removes the file, too. */
export async function openLayer(
  models: object,
  metrics = new Metrics(),
): Promise<{ layer: ModelLayer; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const path = join(folder, 'models.json');
  await writeFile(path, JSON.stringify(models));
  const layer = await openModels(loadConfig({ MODELS: `file:${path}` }), metrics);
  if (!layer) throw new AppError('MODELS_NOT_CONFIGURED');
  return {
    layer,
    async close() {
      await layer.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Who asks for one answer to a short prompt; nobody pays and no span is kept. */
export function newCaller(): ModelCaller {
  const context: RequestContext = {
    tenant: newId(),
    actor: 'system:bench',
    roles: ['admin'],
    scopes: ['*'],
    groups: [],
    rights: { mode: 'any', principals: [everyone] },
    requestId: newId(),
    traceparent: '',
    deadline: Date.now() + callMs,
    generation: null,
  };
  return {
    context,
    capability: 'bench',
    plugin: 'bench',
    signal: AbortSignal.timeout(callMs),
    maxOutputTokens: 100,
    span: noSpans,
    allowBuiltIn: true,
    reserve: async () => undefined,
    used: async () => undefined,
    price: async () => null,
    prompt: async (prompt) => ({ id: '1', prompt, version: 1, text: 'Tell me of rivers.', settings: {} }),
  };
}

/** One answer, read to its end. */
export async function answerOf(layer: ModelLayer, alias: string, caller = newCaller()): Promise<string> {
  let text = '';
  const parts = layer.serve(caller).stream({ prompt: 'bench', variables: {}, alias });
  for await (const part of parts) if (typeof part === 'string') text += part;
  return text;
}
