import { getResolvedPDFJS } from 'unpdf';

export type PdfLibrary = Awaited<ReturnType<typeof getResolvedPDFJS>>;
export type PdfDocument = Awaited<ReturnType<PdfLibrary['getDocument']>['promise']>;
export type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

/** Opens a PDF such that nothing in it runs, nothing is fetched and no picture is decoded. */
export async function openPdf(bytes: Uint8Array): Promise<{ pdf: PdfDocument; close(): Promise<void> }> {
  const { getDocument } = await getResolvedPDFJS();
  const task = getDocument({
    data: bytes,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: false,
    useWorkerFetch: false,
    useWasm: false,
    enableXfa: false,
    maxImageSize: 0,
    stopAtErrors: false,
    verbosity: 0,
  });
  return { pdf: await task.promise, close: () => task.destroy() };
}

/** The names of pdf.js's operators by number. */
export async function operatorNames(): Promise<ReadonlyMap<number, string>> {
  const { OPS } = await getResolvedPDFJS();
  return new Map(Object.entries(OPS).map(([name, number]) => [Number(number), name]));
}
