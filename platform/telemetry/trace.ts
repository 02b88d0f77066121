import { randomBytes } from 'node:crypto';

/** The two ids of a W3C trace context. */
export interface TraceIds {
  /** 32 hexadecimal digits, the same through gateway, job, model and stream. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the step that the header speaks of. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` header (W3C Trace Context 1.1); `null` if there is none that is valid. */
export function parseTraceparent(header: string | null | undefined): TraceIds | null {
  const match = pattern.exec(header?.trim() ?? '');
  if (!match) return null;
  const [, version, traceId = '', spanId = '', flags = '00', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Writes a `traceparent` header. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceIds): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** The header of the next step of a trace; begins a new one when there is none. */
export function continueTrace(header?: string | null): string {
  const parent = parseTraceparent(header);
  return formatTraceparent({
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    sampled: parent?.sampled ?? true,
  });
}
