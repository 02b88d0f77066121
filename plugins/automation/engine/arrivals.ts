import { type DocumentsService, itemsBelow, type StoreService, z } from 'tributary/sdk';

import { keyOfStep, type StepRecord } from './workflow-run.js';

/** Events that came for a step that waits, below its key. */
export const arrivals = 'arrivals';
const aboutDocument = z.looseObject({ documentId: z.uuid().nullish() });

type Place = Pick<StepRecord, 'run' | 'path'>;
/** An event as the facts show it. */
export interface ShownEvent {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly [field: string]: unknown;
}

/** Kept once, however often it is told. */
export function keepArrival(store: StoreService, place: Place, event: ShownEvent): Promise<boolean> {
  const documentId = aboutDocument.safeParse(event).data?.documentId;
  return store.put(arrivals, `${keyOfStep(place.run, place.path)}/${event.id}`, event, {
    ...(documentId && { indexes: { documentId } }),
  });
}

/** Those of which the caller may know: events of documents that it may read, and of none. */
export async function arrivalsOf(
  { store, documents }: { store: StoreService; documents: Pick<DocumentsService, 'summaries'> },
  { run, path }: Place,
): Promise<ShownEvent[]> {
  const found: ShownEvent[] = [];
  for await (const { value } of itemsBelow<ShownEvent>(store, arrivals, `${keyOfStep(run, path)}/`)) {
    const documentId = aboutDocument.safeParse(value).data?.documentId;
    const [readable] = documentId ? await documents.summaries([documentId]) : [true];
    if (readable) found.push(value);
  }
  return found;
}
