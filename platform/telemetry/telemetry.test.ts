import { AppError } from 'tributary/sdk';
import { createLogger, loggerFor } from './logger.js';
import { Metrics } from './metrics.js';
import { continueTrace, parseTraceparent } from './trace.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const header = `00-${traceId}-00f067aa0ba902b7-01`;

function capture() {
  const lines: string[] = [];
  const sink = {
    write: (line: string, written?: () => void) => (line === '' ? written?.() : lines.push(line)),
  };
  return { lines, log: createLogger({ logLevel: 'info' }, {}, sink) };
}

it('writes one JSON object a line that says whose request it was', () => {
  const { lines, log } = capture();
  loggerFor(log, { tenant: 't', actor: 'user:1', requestId: 'r', traceparent: header }).info(
    { n: 1 },
    'done',
  );
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'info',
    message: 'done',
    n: 1,
    trace_id: traceId,
    span_id: '00f067aa0ba902b7',
    request_id: 'r',
    tenant: 't',
  });
});

it('writes no secret, wherever it stands', () => {
  const { lines, log } = capture();
  const secret = 'hunter2hunter2';
  const cause = new RangeError(`postgres://app:${secret}@db/x refused`);
  log.child({ headers: { authorization: secret } }).error(
    {
      password: secret,
      nested: { apiKey: secret, deeper: { token: secret } },
      text: `Authorization: Bearer ${secret}`,
      err: new AppError('INTERNAL', {}, { cause }),
    },
    `calling redis://:${secret}@queue`,
  );
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).toContain('refused');
});

it('continues a trace, and begins one when the header is not valid', () => {
  expect(parseTraceparent(continueTrace(header))).toMatchObject({ traceId, sampled: true });
  expect(continueTrace(header)).not.toBe(header);
  for (const bad of [
    null,
    '',
    '00-0-0-0',
    `ff${header.slice(2)}`,
    `${header}-x`,
    header.replace(traceId, '0'.repeat(32)),
  ]) {
    expect(parseTraceparent(bad)).toBeNull();
    expect(parseTraceparent(continueTrace(bad))?.traceId).toMatch(/^[0-9a-f]{32}$/);
  }
});

it('sums the metrics of threads', async () => {
  const main = new Metrics();
  const worker = new Metrics();
  main.jobsEnqueued.inc({ queue: 'ai' });
  worker.jobsEnqueued.inc({ queue: 'ai' }, 2);
  worker.jobDuration.observe({ queue: 'ai' }, 0.2);
  const { body, contentType } = await main.render([await worker.snapshot()]);
  expect(contentType).toContain('text/plain');
  expect(body).toContain('jobs_enqueued_total{queue="ai"} 3');
  expect(body).toContain('job_duration_seconds_count{queue="ai"} 1');
});
