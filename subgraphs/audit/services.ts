import type { Access, Database, Keys, Outbox, SystemDatabase } from '#platform';
import type { Metrics } from '#platform/telemetry';
import { AuditAppender } from './appender.service.js';
import { AuditEntries } from './entries.service.js';
import { AuditVerifier } from './verifier.service.js';

export interface AuditServices {
  appender: AuditAppender;
  entries: AuditEntries;
  verifier: AuditVerifier;
}

/** The services of the audit log, for the graph and for the command line. */
export function createAuditServices(parts: {
  database: Database;
  system: SystemDatabase;
  outbox: Outbox;
  access: Access;
  keys: Keys;
  metrics: Metrics;
}): AuditServices {
  const { database, system, outbox, access, keys, metrics } = parts;
  const appender = new AuditAppender({ database, system });
  return {
    appender,
    entries: new AuditEntries({ database, outbox, access, keys }),
    verifier: new AuditVerifier({ database, outbox, appender, metrics }),
  };
}
