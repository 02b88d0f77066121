import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { IngestStep } from 'tributary/sdk';

export const stepStates = ['PENDING', 'RUNNING', 'DONE', 'SKIPPED', 'FAILED'] as const;
export type StepState = (typeof stepStates)[number];

export const StepEntity = defineEntity({
  name: 'DocumentStepEntity',
  schema: 'documents',
  tableName: 'steps',
  properties: {
    versionId: p.uuid().primary(),
    name: p.text().$type<IngestStep>().primary(),
    tenantId: p.uuid(),
    ordinal: p.integer(),
    state: p.text().$type<StepState>(),
    startedAt: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    code: p.text().nullable(),
    runId: p.uuid().nullable(),
  },
});
export type StepRow = InferEntity<typeof StepEntity>;
