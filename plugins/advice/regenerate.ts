import { AppError, type DocumentSummary, defineWork, z } from 'tributary/sdk';

const pageSize = 100;
const decided: ReadonlySet<string> = new Set(['ACCEPTED', 'REJECTED']);

/** What the operation answers; `code` is that of a failure. */
const answer = z.object({
  adviseDocument: z.looseObject({ code: z.string().optional(), message: z.string().optional() }),
});

/**
 * Makes the recommendations of many documents anew, as after a changed rule or setting: one job a document, behind what
 * people wait for. What somebody has decided on stays as it is, unless it is asked for.
 */
export const regenerate = defineWork({
  id: 'advice.regenerate',
  description: 'Makes the recommendations of all documents anew, or of those of a kind.',
  needs: ['documents', 'recommendations', 'operations'],
  payload: z.object({
    /** Such as `invoice`. */
    kind: z.string().nullish(),
    /** Also of documents of which somebody has accepted or rejected a recommendation. */
    decidedToo: z.boolean().default(false),
  }),
  permission: 'documents:write',
  async estimate({ kind }, { documents }) {
    let items = 0;
    for (let after: string | null = null; ; ) {
      const page: DocumentSummary[] = await documents.list({ ...ofKind(kind), first: pageSize, after });
      items += page.filter(isRead).length;
      after = page.at(-1)?.id ?? null;
      if (page.length < pageSize) return { items, costUsd: '0' };
    }
  },
  /** Newest first: what arrives meanwhile is advised on by its own reading. */
  async items({ kind }, { documents }, after) {
    for (let last = after; ; ) {
      const page: DocumentSummary[] = await documents.list({ ...ofKind(kind), first: pageSize, after: last });
      const keys = page.filter(isRead).map(({ id }) => id);
      const end = page.length < pageSize;
      last = page.at(-1)?.id ?? null;
      if (keys.length > 0 || end) return { keys, end };
    }
  },
  async run(documentId, { decidedToo }, { recommendations, operations }) {
    const [advice = []] = decidedToo ? [] : await recommendations.ofDocuments([documentId], pageSize);
    if (advice.some(({ state }) => decided.has(state))) return;
    const { data, errors } = await operations.execute('AdviseDocument', { documentId });
    const failed = errors[0] ?? answer.safeParse(data).data?.adviseDocument;
    // Gone or being read anew: its own reading advises.
    if (failed?.code === undefined || failed.code === 'NOT_FOUND' || failed.code === 'CONFLICT') return;
    const { code, message = code } = failed;
    throw AppError.fromShape({ code, message, retryable: false, hint: '', details: { documentId } });
  },
});

const ofKind = (kind: string | null | undefined) => (kind ? { kind } : {});
const isRead = ({ status }: DocumentSummary) => status === 'READY' || status === 'NEEDS_REVIEW';
