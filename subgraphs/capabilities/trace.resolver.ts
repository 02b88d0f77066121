import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type GraphContext, Json } from '#platform/graph';
import { Run } from './run.type.js';
import { RunSpan, RunTrace } from './trace.type.js';
import type { PlacedSpan, SpanPlace, TraceReader } from './trace-reader.service.js';

@Resolver(() => Run)
export class RunTraceResolver {
  constructor(private readonly reader: TraceReader) {}

  @FieldResolver(() => RunTrace, {
    nullable: true,
    description: 'What its newest attempt did, step by step; null when that is not kept any more.',
  })
  trace(@Root() run: Run, @Ctx() { request, loader }: GraphContext): Promise<RunTrace | null> {
    return loader<string, RunTrace | null>('runTraces', (ids) => this.reader.find(request, ids)).load(run.id);
  }
}

@Resolver(() => RunSpan)
export class RunSpanResolver {
  constructor(private readonly reader: TraceReader) {}

  @FieldResolver(() => Json, {
    nullable: true,
    description:
      'Prompts, queries and answers, where they are kept (TRACE_CONTENT); only for who may read the audit log.',
  })
  content(@Root() span: PlacedSpan, @Ctx() { request, loader }: GraphContext): Promise<unknown> {
    return loader<SpanPlace, unknown>('spanContents', (places) => this.reader.contents(request, places)).load(
      span,
    );
  }
}
