import type { SubgraphModule } from '#platform';
import { AuditAppender, chainSchedule } from './appender.service.js';
import { AuditResolver, decisionReferences } from './audit.resolver.js';
import { AuditEntries } from './entries.service.js';
import { AuditEntryEntity } from './entry.entity.js';
import { auditEraser } from './eraser.js';
import { migrations } from './migrations/index.js';
import { AuditVerifier } from './verifier.service.js';

/** The audit chain of each tenant: entries, verification, export, decisions. */
const audit: SubgraphModule = {
  name: 'audit',
  entities: [AuditEntryEntity],
  migrations,
  create({ database, system, outbox, access, keys }) {
    const appender = new AuditAppender({ database, system });
    const entries = new AuditEntries({ database, outbox, access, keys });
    const verifier = new AuditVerifier({ database, outbox, appender });
    return {
      resolvers: [new AuditResolver(entries, verifier)],
      references: { Decision: decisionReferences(entries) },
      erasers: [auditEraser],
      schedules: [chainSchedule(appender)],
    };
  },
};
export default audit;
