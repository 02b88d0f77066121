export { type EventLoopWatch, watchEventLoop } from './event-loop.js';
export { createLogger, type LineSink, loggerFor, type RootLogger } from './logger.js';
export { Metrics, type MetricsSnapshot } from './metrics.js';
export { noSpans } from './no-spans.js';
