/** Where a part of a prompt can come from; only the template itself is the system's. */
export const contextSources = ['user', 'document', 'tool'] as const;
/** One of `contextSources`. */
export type ContextSource = (typeof contextSources)[number];

/**
 * A part of a prompt as the value of a variable, alone or in a list. The model layer fits the parts into the window of
 * the model, and keeps to the end which span of the prompt came from where.
 */
export interface ContextPart {
  readonly text: string;
  readonly source: ContextSource;
  /** What it was read from, such as the id of a document or chunk. */
  readonly id?: string;
  /** What does not fit goes first where this is lowest; 0 unless given. */
  readonly priority?: number;
  /** All of it or nothing, its start, or its end; its start unless given. */
  readonly keep?: 'whole' | 'start' | 'end';
}

/** Makes a part; see `ContextPart`. */
export function contextPart(
  source: ContextSource,
  text: string,
  options: Pick<ContextPart, 'id' | 'priority' | 'keep'> = {},
): ContextPart {
  return { text, source, ...options };
}

const fields: ReadonlySet<string> = new Set(['text', 'source', 'id', 'priority', 'keep']);
const sources: ReadonlySet<unknown> = new Set(contextSources);

/** Whether a value has the form of a `ContextPart` and nothing beside it. */
export function isContextPart(value: unknown): value is ContextPart {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('source' in value)) return false;
  if (typeof value.text !== 'string' || !sources.has(value.source)) return false;
  const { id, priority, keep } = value as Partial<Record<keyof ContextPart, unknown>>;
  return (
    Object.keys(value).every((key) => fields.has(key)) &&
    (id === undefined || typeof id === 'string') &&
    (priority === undefined || typeof priority === 'number') &&
    (keep === undefined || keep === 'whole' || keep === 'start' || keep === 'end')
  );
}
