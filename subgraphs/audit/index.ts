import type { SubgraphModule } from '#platform';
import { chainSchedule, heightSchedule } from './appender.service.js';
import { AuditResolver, decisionReferences } from './audit.resolver.js';
import { AuditEntryEntity } from './entry.entity.js';
import { auditEraser } from './eraser.js';
import { migrations } from './migrations/index.js';
import { createAuditServices } from './services.js';

export { exportLine } from './audit.view.js';
export { createAuditServices } from './services.js';

/** The audit chain of each tenant: entries, verification, export, decisions. */
const audit: SubgraphModule = {
  name: 'audit',
  entities: [AuditEntryEntity],
  migrations,
  create({ database, system, outbox, access, keys, metrics }) {
    const { appender, entries, verifier } = createAuditServices({
      database,
      system,
      outbox,
      access,
      keys,
      metrics,
    });
    return {
      resolvers: [new AuditResolver(entries, verifier)],
      references: { Decision: decisionReferences(entries) },
      erasers: [auditEraser],
      schedules: [chainSchedule(appender), heightSchedule({ system, metrics })],
    };
  },
};
export default audit;
