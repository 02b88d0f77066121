import { v7 as uuid } from 'uuid';
import type { Outbox, StepSinks } from '#platform';
import { DocumentEntity } from '../document.entity.js';
import { textOf } from '../document-changes.service.js';
import { FieldEntity } from '../field.entity.js';
import { FindingEntity } from '../finding.entity.js';
import { RelationEntity } from '../relation.entity.js';

/** Stores what the step capabilities found, in the run's own final transaction. Running again replaces it. */
export function documentSinks({
  outbox,
}: {
  outbox: Outbox;
}): Pick<StepSinks, 'screen' | 'classify' | 'extract' | 'relate'> {
  return {
    async screen(tx, { tenant: tenantId }, { versionId, output }) {
      await tx.em.nativeDelete(FindingEntity, { versionId });
      const rows = output.findings.map((finding, ordinal) => ({
        id: uuid(),
        tenantId,
        versionId,
        ordinal,
        ...finding,
      }));
      if (rows.length > 0) await tx.em.insertMany(FindingEntity, rows);
    },

    async classify(tx, context, { documentId, versionId, output }) {
      const { kind, confidence, language } = output;
      await tx.em.nativeUpdate(
        DocumentEntity,
        { id: documentId },
        { kind, kindConfidence: confidence, language },
      );
      await outbox.event(tx, context, 'document.classified', { documentId, versionId, kind, confidence });
    },

    async extract(tx, context, { documentId, versionId, output }) {
      const tenantId = context.tenant;
      await tx.em.nativeDelete(FieldEntity, { versionId, correctedBy: null });
      const corrected = new Set((await tx.em.find(FieldEntity, { versionId })).map(({ name }) => name));
      const seen = new Map<string, number>();
      const rows = output.fields
        .filter(({ name }) => !corrected.has(name))
        .map((field) => {
          const ordinal = seen.get(field.name) ?? 0;
          seen.set(field.name, ordinal + 1);
          const people = { correctedBy: null, correctedAt: null, extractedValue: null };
          const place = { tenantId, documentId, versionId, ordinal };
          return { id: uuid(), ...place, ...field, valueText: textOf(field.value), ...people };
        });
      if (rows.length > 0) await tx.em.insertMany(FieldEntity, rows);
      const doubtful = output.review.filter(({ field }) => !corrected.has(field));
      await tx.em.nativeUpdate(DocumentEntity, { id: documentId }, doubts(doubtful));
      const mean = rows.reduce((sum, { confidence }) => sum + confidence, 0) / (rows.length || 1);
      const facts = { fields: rows.length, meanConfidence: rows.length > 0 ? mean : null };
      const kind = (await tx.em.findOne(DocumentEntity, { id: documentId }))?.kind ?? null;
      await outbox.event(tx, context, 'document.extracted', { documentId, versionId, kind, ...facts });
    },

    async relate(tx, { tenant: tenantId }, { documentId, output }) {
      await tx.em.nativeDelete(RelationEntity, { documentId });
      const ids = output.related.map((related) => related.documentId).filter((id) => id !== documentId);
      const living = await tx.em.find(DocumentEntity, { id: { $in: ids }, status: { $ne: 'DELETING' } });
      const known = new Set(living.map(({ id }) => id));
      const rows = output.related
        .filter((related) => known.has(related.documentId))
        .map(({ documentId: relatedId, relation, score, reason }) => ({
          tenantId,
          documentId,
          relatedId,
          relation,
          score,
          reason,
        }));
      if (rows.length > 0) await tx.em.insertMany(RelationEntity, rows);
    },
  };
}

/** Remembered until the end of processing decides between READY and NEEDS_REVIEW. */
function doubts(doubtful: readonly { field: string; reason: string }[]) {
  if (doubtful.length === 0) return { code: null, problem: null };
  const message = doubtful.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
  return {
    code: 'LOW_CONFIDENCE',
    problem: { message, hint: 'Look at the named fields and correct them, or confirm the review.' },
  };
}
