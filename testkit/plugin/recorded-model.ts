import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import { loadConfig } from '#platform/config';
import type { ScriptedModelServer } from './scripted-model.js';

/**
 * Models that answer from cassettes: nothing listens and nothing is asked. The folder holds a `models.json`, whose targets
 * name the folder as their cassette. With `CASSETTES=record` in the environment of the tests the targets are asked, and
 * what they answer is recorded.
 */
export function recordedModel(folder: string): ScriptedModelServer {
  const { cassettes, apiKey } = loadConfig().models;
  let rests = true;
  const noScript = () => {
    throw new AppError('CONFLICT', { reason: 'with cassettes the model says what was recorded' });
  };
  return {
    model: {
      requests: [],
      says: noScript,
      next: noScript,
      plays: () => {
        rests = false;
      },
      rests: () => {
        rests = true;
      },
    },
    environment: {
      MODELS: `file:${join(folder, 'models.json')}`,
      CASSETTES: cassettes,
      ...(apiKey === null ? {} : { MODELS_API_KEY: apiKey }),
    },
    govern(layer) {
      const modelOf = layer.modelOf.bind(layer);
      Object.assign(layer, {
        modelOf: (...asked: Parameters<typeof modelOf>) => (rests ? null : modelOf(...asked)),
      });
    },
    close: () => Promise.resolve(),
  };
}
