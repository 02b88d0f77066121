import { namesOf } from '../generated-names.js';
import type { Model } from '../model.js';
import { accessFile } from './access.js';
import { entityFile } from './entity.js';
import { eraserFile } from './eraser.js';
import { eventsFile } from './events.js';
import { graphTestFile } from './graph-test.js';
import { idempotencyFile } from './idempotency.js';
import { createInputFile, deleteInputFile, filterFile, partInputsFile, updateInputFile } from './inputs.js';
import { migrationFile, migrationsIndexFile } from './migration.js';
import { moduleFile } from './module.js';
import { payloadsFile } from './payloads.js';
import { probesFile } from './probes-file.js';
import { readmeFile } from './readme.js';
import { resolverFile } from './resolver.js';
import { samplesFile } from './samples-file.js';
import { serviceFile } from './service.js';
import { serviceTestFile } from './service-test.js';
import { shapeFile } from './shape.js';
import { partsFile, typeFile } from './types.js';
import { viewFile } from './view.js';

/** Every file of a new subgraph: its path in the repository and its text, not formatted yet. */
export function generatedFiles(model: Model): { path: string; text: string }[] {
  const names = namesOf(model);
  const { subgraph, file } = names;
  const files: Record<string, string | null> = {
    'README.md': readmeFile(model, names),
    'index.ts': moduleFile(model, names),
    [`${file}.entity.ts`]: entityFile(model, names),
    [`${file}-parts.type.ts`]: partsFile(model),
    [`${file}.type.ts`]: typeFile(model, names),
    [`${file}-parts.inputs.ts`]: partInputsFile(model, names),
    [`create-${file}.input.ts`]: createInputFile(model, names),
    [`update-${file}.input.ts`]: updateInputFile(model, names),
    [`delete-${file}.input.ts`]: deleteInputFile(model, names),
    [`${file}.filter.ts`]: filterFile(model, names),
    [`${file}.payloads.ts`]: payloadsFile(names),
    [`${file}.resolver.ts`]: resolverFile(names),
    [`${file}.view.ts`]: viewFile(model, names),
    [`${file}.shape.ts`]: shapeFile(model, names),
    [`${file}.access.ts`]: accessFile(names),
    [`${file}.service.ts`]: serviceFile(model, names),
    [`${file}.service.test.ts`]: serviceTestFile(names),
    'idempotency.ts': idempotencyFile(names),
    'eraser.ts': eraserFile(names),
    [`${subgraph}.test.ts`]: graphTestFile(model, names),
    'fixtures/samples.ts': samplesFile(model, names),
    'fixtures/probes.ts': probesFile(model, names),
    [`migrations/0001-${subgraph.replaceAll('_', '-')}.ts`]: migrationFile(model, names),
    'migrations/index.ts': migrationsIndexFile(names),
  };
  const own = Object.entries(files).flatMap(([path, text]) =>
    text === null ? [] : [{ path: `subgraphs/${subgraph}/${path}`, text }],
  );
  return [
    ...own,
    { path: `plugins/sdk/events/${subgraph.replaceAll('_', '-')}.ts`, text: eventsFile(names) },
  ];
}
