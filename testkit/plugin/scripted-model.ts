import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import type { ModelLayer } from '#platform/models';
import { type Behaviour, type ChatBody, say, startChaosProvider, unhurried } from '../providers/index.js';

/** A model server of the test's own that speaks the OpenAI protocol and says what it is told to. */
export interface ScriptedModel {
  /** What it was asked, oldest first, since it was last told something. */
  readonly requests: readonly ChatBody[];
  /** Answers the following requests with these texts, each streamed in the parts given; the last one stays. */
  says(...answers: (string | readonly string[])[]): void;
  /** For what a text cannot say: breaks, refusals, pauses. */
  next(...behaviours: Behaviour[]): void;
  /** From now on the cassettes answer; for a host that has some. Throws `CONFLICT` on others. */
  plays(): void;
  /** From now on as if no model were configured, so that built-in engines answer. It begins so. */
  rests(): void;
}

export interface ScriptedModelServer {
  readonly model: ScriptedModel;
  /** Settings of a system that uses it. */
  readonly environment: Record<string, string>;
  /** Puts the layer to rest whenever the model rests. */
  govern(layer: ModelLayer): void;
  close(): Promise<void>;
}

/** Starts the server on a free port. */
export async function startScriptedModel(): Promise<ScriptedModelServer> {
  const server = await startChaosProvider();
  const folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
  const file = join(folder, 'models.json');
  const chat = { provider: 'openai', baseUrl: server.url, timeouts: unhurried, model: 'test-model' };
  await writeFile(file, JSON.stringify({ aliases: { chat } }));
  let rests = true;
  const next = (...behaviours: Behaviour[]) => {
    rests = false;
    server.next(...behaviours);
  };
  return {
    model: {
      requests: server.requests,
      says: (...answers) => next(...answers.map((answer) => say(...[answer].flat()))),
      next,
      plays: () => {
        throw new AppError('CONFLICT', { reason: 'the host has no cassettes' });
      },
      rests: () => {
        rests = true;
      },
    },
    environment: { MODELS: `file:${file}` },
    govern(layer) {
      const modelOf = layer.modelOf.bind(layer);
      Object.assign(layer, { modelOf: (alias: string) => (rests ? null : modelOf(alias)) });
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
