import type { SubgraphModule } from '#platform';
import { AnalyticsResolver } from './analytics.resolver.js';
import { analyticsPort } from './analytics-port.js';
import { BusinessFacts } from './business/business-facts.service.js';
import { analyticsEraser } from './eraser.js';
import { migrations } from './migrations/index.js';
import { ProgramRunner } from './programs/run-program.service.js';
import { FactProjection, projectionSchedule } from './projection.service.js';
import { RunStatistics } from './run-statistics.service.js';
import { WorkStatistics } from './work-statistics.service.js';

/** Statistics of the tenant from facts that domain events left. */
const analytics: SubgraphModule = {
  name: 'analytics',
  // Facts are written and read by the set, in SQL; no entity is loaded from them.
  entities: [],
  migrations,
  create({ database, system, ports, clock }) {
    const [runs, work] = [new RunStatistics({ database }), new WorkStatistics({ database })];
    const programs = new ProgramRunner({ database, clock });
    const business = new BusinessFacts({ system, documents: () => ports.documents });
    return {
      resolvers: [new AnalyticsResolver(runs, work)],
      provides: { analytics: analyticsPort(runs, work, programs) },
      erasers: [analyticsEraser],
      schedules: [projectionSchedule(new FactProjection({ system }), business)],
    };
  },
};
export default analytics;
