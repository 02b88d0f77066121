import type { EventName } from 'tributary/sdk';
import type { LiveEvents } from '#platform';
import type { Metrics } from '#platform/telemetry';

/** The live events, measuring how long each took to its subscriber. */
export function measureLag<Events extends LiveEvents>(
  live: Events,
  metrics: Pick<Metrics, 'subscriptionLag'>,
): Events {
  return {
    ...live,
    subscribe<Name extends EventName>(tenant: string, names: readonly Name[], signal: AbortSignal) {
      // Listening begins here, not at the first reading.
      const events = live.subscribe(tenant, names, signal);
      return (async function* measured() {
        for await (const event of events) {
          metrics.subscriptionLag.observe(Math.max(0, Date.now() - Date.parse(event.at)) / 1000);
          yield event;
        }
      })();
    },
  };
}
