import { AppError } from 'tributary/sdk';
import type { Logger, SpanExport } from '#platform';
import type { Config } from '#platform/config';
import type { Metrics } from '../metrics.js';
import { type Sender, SpanQueue, type SpanQueueOptions, usualQueue } from './span-queue.js';

/** Where spans are sent over OTLP; null when no collector is configured, and then nothing of OpenTelemetry is loaded. */
export async function openCollector(
  settings: Config['traces'],
  metrics: Metrics,
  log: Pick<Logger, 'warn'>,
  queue: SpanQueueOptions = usualQueue,
): Promise<SpanExport | null> {
  if (settings.collector === null) return null;
  return new SpanQueue(await openSender(settings, settings.collector, log), metrics, queue);
}

async function openSender(
  settings: Config['traces'],
  { url, headers, timeoutMs }: NonNullable<Config['traces']['collector']>,
  log: Pick<Logger, 'warn'>,
): Promise<Sender> {
  const [{ OTLPTraceExporter }, { readableSpans }, http, https] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('./readable-spans.js'),
    import('node:http'),
    import('node:https'),
  ]);
  const agent = new (url.startsWith('https:') ? https : http).Agent({ keepAlive: true, maxSockets: 1 });
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    concurrencyLimit: 1,
    httpAgentOptions: () => agent,
  });
  const toSpans = readableSpans(settings);
  let isDown = false;
  return {
    async send(trees) {
      const sent = Promise.withResolvers<boolean>();
      exporter.export(trees.flatMap(toSpans), ({ code }) => sent.resolve(code === 0));
      const wasTaken = await sent.promise;
      // Once, not for each packet.
      if (!wasTaken && !isDown)
        log.warn({ url }, 'The collector does not take spans; they are dropped and counted');
      isDown = !wasTaken;
      return wasTaken;
    },
    close() {
      // A connection that is lost in any other way the exporter would try again, and keep the thread for it.
      const reason = new AppError('SHUTTING_DOWN');
      agent.createConnection = () => {
        throw reason;
      };
      for (const sockets of Object.values(agent.sockets))
        for (const one of sockets ?? []) one.destroy(reason);
      agent.destroy();
    },
  };
}
