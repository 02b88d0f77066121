import { pino } from 'pino';
import type { RequestContext } from 'tributary/sdk';
import type { Logger } from '#platform';
import type { Config } from '#platform/config';
import { hideSecretFields, scrub } from './scrub.js';
import { parseTraceparent } from './trace.js';

/** A logger that can be narrowed; each line is one JSON object. */
export interface RootLogger extends Logger {
  fatal(fields: object, message: string): void;
  /** A logger whose lines all carry `fields`. */
  child(fields: object): RootLogger;
  /** Waits until every line is written. */
  flush(): Promise<void>;
}

/** Where lines go; `process.stdout` unless a test wants to read them. */
export interface LineSink {
  write(line: string, written?: () => void): unknown;
}

/** Makes the logger of a process or thread. No line holds a secret: fields named like one and texts that look like one are masked. */
export function createLogger(
  config: Pick<Config, 'logLevel'>,
  fields: object = {},
  sink: LineSink = process.stdout,
): RootLogger {
  const root = pino(
    {
      level: config.logLevel,
      base: { pid: process.pid, ...fields },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: pino.stdSerializers.errWithCause, error: pino.stdSerializers.errWithCause },
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => hideSecretFields(object) as Record<string, unknown>,
      },
    },
    { write: (line: string) => void sink.write(scrub(line)) },
  );
  return adapt(root, sink);
}

/** The logger of one request, run or job: its lines carry `trace_id`, `span_id`, `request_id`, `tenant` and `actor`. */
export function loggerFor(
  log: Logger,
  context: Pick<RequestContext, 'tenant' | 'actor' | 'requestId' | 'traceparent'>,
  fields: object = {},
): Logger {
  const trace = parseTraceparent(context.traceparent);
  const own = {
    ...(trace ? { trace_id: trace.traceId, span_id: trace.spanId } : {}),
    request_id: context.requestId,
    tenant: context.tenant,
    actor: context.actor,
    ...fields,
  };
  return {
    debug: (more, message) => log.debug({ ...own, ...more }, message),
    info: (more, message) => log.info({ ...own, ...more }, message),
    warn: (more, message) => log.warn({ ...own, ...more }, message),
    error: (more, message) => log.error({ ...own, ...more }, message),
  };
}

function adapt(logger: pino.Logger, sink: LineSink): RootLogger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    fatal: (fields, message) => logger.fatal(fields, message),
    child: (fields) => adapt(logger.child(hideSecretFields(fields)), sink),
    flush: () => new Promise((resolve) => sink.write('', () => resolve())),
  };
}
