import type { SubgraphModule } from '#platform';
import { AnalyticsResolver } from './analytics.resolver.js';
import { analyticsPort } from './analytics-port.js';
import { analyticsEraser } from './eraser.js';
import { migrations } from './migrations/index.js';
import { FactProjection, projectionSchedule } from './projection.service.js';
import { RunStatistics } from './run-statistics.service.js';
import { WorkStatistics } from './work-statistics.service.js';

/** Statistics of the tenant from facts that domain events left. */
const analytics: SubgraphModule = {
  name: 'analytics',
  // Facts are written and read by the set, in SQL; no entity is loaded from them.
  entities: [],
  migrations,
  create({ database, system }) {
    const [runs, work] = [new RunStatistics({ database }), new WorkStatistics({ database })];
    return {
      resolvers: [new AnalyticsResolver(runs, work)],
      provides: { analytics: analyticsPort(runs, work) },
      erasers: [analyticsEraser],
      schedules: [projectionSchedule(new FactProjection({ system }))],
    };
  },
};
export default analytics;
