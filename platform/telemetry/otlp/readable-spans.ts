import { type HrTime, type Link, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanRecord, SpanTree } from '#platform';
import { openInference } from '../conventions/open-inference.js';
import { type Conventions, describeSpan } from '../conventions/semantic-conventions.js';

/** How spans are named on their way out. */
interface ExportNames {
  readonly conventions: Conventions;
  readonly openInference: boolean;
  readonly serviceName: string;
}

const kinds = { CLIENT: SpanKind.CLIENT, INTERNAL: SpanKind.INTERNAL, SERVER: SpanKind.SERVER };

/** Makes the spans of OpenTelemetry's SDK of ours. What they say of prompts and texts stays in the database. */
export function readableSpans(names: ExportNames): (tree: SpanTree) => ReadableSpan[] {
  const resource = resourceOf({ 'service.name': names.serviceName });
  const instrumentationScope = { name: 'tributary', schemaUrl: schemaUrlOf(names.conventions) };
  return (tree) => {
    const plugin = tree.spans[0]?.attributes.plugin;
    const context = (spanId: string) => ({ traceId: tree.traceId, spanId, traceFlags: TraceFlags.SAMPLED });
    const links: Link[] = tree.links.map(({ traceId, spanId }) => ({
      context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED },
      attributes: { 'tributary.link': 'earlier attempt' },
    }));
    return tree.spans.map((span, at): ReadableSpan => {
      const { name, kind, attributes } = describeSpan(span, names.conventions);
      return {
        name,
        kind: kinds[kind],
        spanContext: () => context(span.id),
        ...(span.parentId === null ? {} : { parentSpanContext: context(span.parentId) }),
        startTime: timeOf(span.startedAt),
        endTime: timeOf(span.startedAt + span.durationMs),
        duration: timeOf(span.durationMs),
        status: statusOf(span),
        attributes: {
          ...attributes,
          ...(names.openInference ? openInference(span) : {}),
          'tributary.tenant': tree.tenant,
          ...(tree.runId === null ? {} : { 'tributary.run.id': tree.runId }),
          ...(plugin === undefined ? {} : { 'tributary.plugin': plugin }),
        },
        links: at === 0 ? links : [],
        events: [],
        ended: true,
        resource,
        instrumentationScope,
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      };
    });
  };
}

function statusOf({ error }: SpanRecord): ReadableSpan['status'] {
  return error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error };
}

/** Seconds and nanoseconds, to the microsecond. */
function timeOf(milliseconds: number): HrTime {
  const micros = Math.round(milliseconds * 1000);
  return [Math.floor(micros / 1e6), (micros % 1e6) * 1000];
}

function schemaUrlOf(conventions: Conventions): string | undefined {
  return conventions === '1.41' ? 'https://opentelemetry.io/schemas/1.41.0' : undefined;
}

/** The service, which nothing detects: it is what the operator says. */
function resourceOf(attributes: Record<string, string>): ReadableSpan['resource'] {
  const resource: ReadableSpan['resource'] = {
    attributes,
    asyncAttributesPending: false,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}
