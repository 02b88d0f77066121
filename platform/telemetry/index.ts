export { type EventLoopWatch, watchEventLoop } from './event-loop.js';
export { createLogger, type LineSink, loggerFor, type RootLogger } from './logger.js';
export { Metrics, type MetricsSnapshot } from './metrics.js';
export { noSpans } from './no-spans.js';
export { openCollector } from './otlp/open-collector.js';
export { RunSpans, rootSpanId } from './spans/run-spans.js';
export { traceEmbedder } from './spans/traced-embedder.js';
export { createTracing, type Tracing } from './spans/tracing.js';
export { parseTraceparent } from './trace.js';
