import type { DocumentsService } from 'tributary/sdk';

const mostAsked = 200;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** The documents, among those that the caller may read, whose ids stand anywhere in the values. */
export async function documentsIn(
  values: readonly unknown[],
  documents: Pick<DocumentsService, 'summaries'>,
): Promise<string[]> {
  const ids = [...new Set(JSON.stringify(values).match(uuid) ?? [])].slice(0, mostAsked);
  if (ids.length === 0) return [];
  const found: string[] = [];
  for (let at = 0; at < ids.length; at += 100) {
    const summaries = await documents.summaries(ids.slice(at, at + 100));
    found.push(...summaries.flatMap((one) => (one ? [one.id] : [])));
  }
  return found;
}
