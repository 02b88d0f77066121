import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { OpenSpan, SpanAttributes, SpanKind, SpanRecord, SpanScope, SpanTree } from '#platform';
import { formatTraceparent, parseTraceparent } from '../trace.js';
import { bounded, frozenContent, mostSpans, shortened } from './limits.js';

/** All content of one run together. */
const longestOfRun = 512 * 1024;

export interface RunSpansOptions {
  tenant: string;
  runId: string;
  /** Counts the attempts of the run from 0. */
  epoch: number;
  /** Of the root, such as the capability. */
  name: string;
  /** The context that the run was started in. */
  traceparent: string;
  keepsContent: boolean;
  /** Of the hashes of texts. */
  key: Uint8Array;
  attributes?: SpanAttributes;
}

/** The spans of one attempt of a run, in memory until it ends. Its root begins with it. */
export class RunSpans implements SpanScope {
  readonly traceId: string;
  readonly #options: RunSpansOptions;
  readonly #sampled: boolean;
  readonly #records: SpanRecord[] = [];
  readonly #open = new Set<RecordedSpan>();
  readonly #root: RecordedSpan;
  #begun = 1;
  #dropped = 0;
  #contentLeft = longestOfRun;
  #tree: SpanTree | null = null;
  #keptAs: ((content: unknown) => unknown) | null = null;

  constructor(options: RunSpansOptions) {
    const parent = parseTraceparent(options.traceparent);
    this.#options = options;
    this.traceId = parent?.traceId ?? randomBytes(16).toString('hex');
    this.#sampled = parent?.sampled ?? true;
    const id = rootSpanId(options.runId, options.epoch);
    this.#root = this.#start(id, parent?.spanId ?? null, 'run', options.name, options.attributes);
  }

  begin(kind: SpanKind, name: string, attributes?: SpanAttributes): OpenSpan {
    return this.#root.begin(kind, name, attributes);
  }

  /** Adds to what is known of the run itself. */
  set(attributes: SpanAttributes): void {
    this.#root.set(attributes);
  }

  content(name: string, value: unknown): void {
    this.#root.content(name, value);
  }

  /** At the end the content of all spans is kept as this makes it. */
  keepContentAs(change: (content: unknown) => unknown): void {
    this.#keptAs = change;
  }

  /** Adds a span that is over; `startedAt` is a time of `now`. */
  past(kind: SpanKind, name: string, startedAt: number, attributes: SpanAttributes): void {
    const span = this.begin(kind, name, attributes);
    if (span instanceof RecordedSpan) span.startedAt = startedAt;
    span.end();
  }

  /** Milliseconds since the epoch, with fractions, on a clock that never goes back. */
  now(): number {
    return now();
  }

  /** A text as a keyed hash: equal texts of a tenant can be found, the text cannot be guessed. */
  hash(text: string): string {
    const { key, tenant } = this.#options;
    return `hmac-sha256:${createHmac('sha256', key).update(`${tenant}\n${text}`).digest('hex')}`;
  }

  /** Ends the run and whatever is still open below it; the first call counts. */
  finish(error: string | null = null): SpanTree {
    if (this.#tree) return this.#tree;
    for (const span of [...this.#open]) if (span !== this.#root) span.end();
    this.#root.end(error);
    const { tenant, runId, epoch } = this.#options;
    const links = epoch === 0 ? [] : [{ traceId: this.traceId, spanId: rootSpanId(runId, epoch - 1) }];
    const [root, ...others] = [...this.#records].reverse();
    const spans = [...(root ? [root] : []), ...others.sort((one, other) => one.startedAt - other.startedAt)];
    this.#tree = {
      tenant,
      runId,
      epoch,
      traceId: this.traceId,
      sampled: this.#sampled,
      spans: spans.map((span) => this.#kept(span)),
      links,
      dropped: this.#dropped,
    };
    return this.#tree;
  }

  #kept(span: SpanRecord): SpanRecord {
    if (!this.#keptAs || span.content === null) return span;
    return { ...span, content: this.#keptAs(span.content) as SpanRecord['content'] };
  }

  #start(
    id: string,
    parentId: string | null,
    kind: SpanKind,
    name: string,
    attributes: SpanAttributes = {},
  ): RecordedSpan {
    const span = new RecordedSpan(
      id,
      {
        begin: (...child) => this.#beginBelow(id, ...child),
        traceparent: this.#traceparent(id),
        keepContent: (value) => this.#keepContent(value),
        ended: (record) => {
          this.#open.delete(span);
          if (!this.#tree) this.#records.push(record);
        },
      },
      { parentId, kind, name: shortened(name) },
      attributes,
    );
    this.#open.add(span);
    return span;
  }

  #beginBelow(parentId: string, kind: SpanKind, name: string, attributes?: SpanAttributes): OpenSpan {
    if (this.#tree || this.#begun >= mostSpans) {
      this.#dropped += 1;
      return droppedSpan(parentId, this.#traceparent(parentId), (...child) =>
        this.#beginBelow(parentId, ...child),
      );
    }
    this.#begun += 1;
    return this.#start(randomBytes(8).toString('hex'), parentId, kind, name, attributes);
  }

  #traceparent(spanId: string): string {
    return formatTraceparent({ traceId: this.traceId, spanId, sampled: this.#sampled });
  }

  #keepContent(value: unknown): { value: unknown } | null {
    if (!this.#options.keepsContent || this.#contentLeft <= 0) return null;
    const frozen = frozenContent(value);
    this.#contentLeft -= frozen.length;
    return frozen;
  }
}

/** The id of a run's root: another attempt, which cannot ask the lost one, links to it. */
export function rootSpanId(runId: string, epoch: number): string {
  return createHash('sha256').update(`${runId} ${epoch}`).digest('hex').slice(0, 16);
}

const now = () => performance.timeOrigin + performance.now();

type Begin = SpanScope['begin'];

class RecordedSpan implements OpenSpan {
  startedAt = now();
  #attributes: SpanAttributes;
  #content: Record<string, unknown> | null = null;
  #isEnded = false;

  constructor(
    readonly id: string,
    private readonly run: {
      begin: Begin;
      traceparent: string;
      keepContent(value: unknown): { value: unknown } | null;
      ended(record: SpanRecord): void;
    },
    private readonly facts: Pick<SpanRecord, 'parentId' | 'kind' | 'name'>,
    attributes: SpanAttributes,
  ) {
    this.#attributes = bounded(attributes);
  }

  get traceparent(): string {
    return this.run.traceparent;
  }

  begin(...child: Parameters<Begin>): OpenSpan {
    return this.run.begin(...child);
  }

  set(attributes: SpanAttributes): void {
    if (!this.#isEnded) this.#attributes = { ...this.#attributes, ...bounded(attributes) };
  }

  content(name: string, value: unknown): void {
    if (this.#isEnded) return;
    const kept = this.run.keepContent(value);
    if (kept) this.#content = { ...this.#content, [name]: kept.value };
  }

  end(error: string | null = null): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.run.ended({
      id: this.id,
      ...this.facts,
      startedAt: rounded(this.startedAt),
      durationMs: rounded(now() - this.startedAt),
      error: error === null ? null : shortened(error),
      attributes: this.#attributes,
      content: this.#content,
    });
  }
}

/** Stands in for a span that did not fit; what it would hold hangs on its parent. */
function droppedSpan(parentId: string, traceparent: string, begin: Begin): OpenSpan {
  return {
    id: parentId,
    traceparent,
    begin,
    set: () => undefined,
    content: () => undefined,
    end: () => undefined,
  };
}

/** To the microsecond. */
const rounded = (milliseconds: number) => Math.round(milliseconds * 1000) / 1000;
