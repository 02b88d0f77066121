import { type Granted, type PageText, z } from 'tributary/sdk';

/** What is classified: a document, or a text that is given. */
export const subject = {
  documentId: z
    .uuid()
    .nullish()
    .transform((id) => id ?? null),
  text: z
    .string()
    .trim()
    .min(1)
    .max(400_000)
    .nullish()
    .transform((text) => text ?? null),
};
export const oneSubject = ({ documentId, text }: { documentId: string | null; text: string | null }) =>
  (documentId === null) !== (text === null);
export const oneSubjectError = { error: 'name either documentId or text' };

export interface Subject {
  documentId: string | null;
  pages: readonly PageText[];
  text: string;
  mediaType: string;
}

/** Errors: `NOT_FOUND`. */
export async function read(
  { documentId, text }: { documentId: string | null; text: string | null },
  { documents }: Granted<'documents'>,
): Promise<Subject> {
  if (documentId !== null) return documents.read(documentId).then((found) => ({ ...found, documentId }));
  const given = text ?? '';
  return { documentId, text: given, pages: [{ number: 1, text: given, lines: [] }], mediaType: 'text/plain' };
}
