import { readFile } from 'node:fs/promises';
import { appendToText, type Client, createClient, noText, type RunEventData } from 'tributary/client';
import { type DemoFile, findFiles } from './files.js';
import {
  ask,
  decisionsOf,
  explain,
  type FullDocument,
  fullDocument,
  verifyAudit,
  type WatchedDocument,
} from './operations.js';
import { Progress } from './progress.js';
import type { Report, ReportedDocument } from './report.js';

export interface DemoOptions {
  url: string;
  token: string;
  paths: readonly string[];
  /** Progress and streams for people. */
  show: { line(text: string): void; part(text: string): void };
}

const uploadsAtOnce = 4;

/** The main job on given files, through the public API alone, from upload to the verified audit chain. */
export async function runDemo({ url, token, paths, show }: DemoOptions): Promise<Report> {
  const client = createClient({ url, token });
  const files = await findFiles(paths);
  const names = new Map<string, string>();
  const progress = new Progress(client, (document) =>
    show.line(progressLine(names.get(document.id), document)),
  );
  try {
    const began = performance.now();
    const ids = await uploadAll(client, files, names);
    await progress.untilEnded([...new Set(ids)]);
    const totalMs = performance.now() - began;
    const documents = await Promise.all(ids.map((id, at) => reportOf(client, id, files[at]?.name ?? '')));
    await streamExamples(
      client,
      documents.map(({ full }) => full),
      show,
    );
    const verified = await client.request(verifyAudit, {});
    return {
      documents: documents.map(({ reported }) => reported),
      auditValid: verified.verifyAudit.valid,
      totalMs: Math.round(totalMs),
      docsPerSecond: Number((files.length / (totalMs / 1000)).toFixed(2)),
    };
  } finally {
    await progress.close();
    await client.close();
  }
}

/** The documents' ids in the order of the files. */
async function uploadAll(
  client: Client,
  files: readonly DemoFile[],
  names: Map<string, string>,
): Promise<string[]> {
  const ids: string[] = [];
  const queue = files.entries();
  const uploader = async () => {
    for (const [at, { path, name }] of queue) {
      const { id } = await client.upload({ name, bytes: await readFile(path) });
      names.set(id, name);
      ids[at] = id;
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, uploader));
  return ids;
}

async function reportOf(
  client: Client,
  id: string,
  file: string,
): Promise<{ full: FullDocument; reported: ReportedDocument }> {
  const [{ document: full }, { auditEntries }] = await Promise.all([
    client.request(fullDocument, { id }),
    client.request(decisionsOf, { id }),
  ]);
  if (!full)
    return {
      full: gone(id),
      reported: { ...goneReport(file), decisionIds: auditEntries.nodes.map((entry) => entry.id) },
    };
  const reported: ReportedDocument = {
    file,
    status: full.status,
    code: full.problem?.code ?? null,
    kind: full.kind,
    steps: full.steps.map(({ name, state, durationMs }) => ({ name, state, ms: durationMs })),
    fields: full.fields,
    similar: (full.similar ?? []).map(({ score, document }) => ({
      documentId: document?.id ?? '',
      name: document?.name ?? null,
      score,
    })),
    recommendations: (full.recommendations?.nodes ?? []).map(({ kind, action, state, verdicts }) => ({
      kind,
      action: action?.operation ?? null,
      state,
      verdicts,
    })),
    decisionIds: auditEntries.nodes.map((entry) => entry.id),
  };
  return { full, reported };
}

const gone = (id: string): FullDocument => ({
  id,
  status: 'FAILED',
  kind: null,
  problem: null,
  steps: [],
  fields: [],
  similar: [],
  recommendations: null,
});
const goneReport = (file: string): ReportedDocument => ({
  file,
  status: 'FAILED',
  code: 'NOT_FOUND',
  kind: null,
  steps: [],
  fields: [],
  similar: [],
  recommendations: [],
  decisionIds: [],
});

/** One answer and one rationale, as they are made. */
async function streamExamples(
  client: Client,
  documents: readonly FullDocument[],
  show: DemoOptions['show'],
): Promise<void> {
  const invoice = documents.find(({ fields }) => fields.some(({ name }) => name === 'invoice_number'));
  const number = invoice?.fields.find(({ name }) => name === 'invoice_number')?.value;
  const question = number
    ? `What is the total of invoice ${String(number)}?`
    : 'What is agreed, and until when?';
  show.line(`\n? ${question}`);
  await stream(client.follow(ask, { question }), show);
  const recommendation = documents
    .flatMap(({ recommendations }) => recommendations?.nodes ?? [])
    .find(({ state }) => state !== 'WITHHELD');
  if (!recommendation) return;
  show.line(`\n? Why: ${recommendation.title}`);
  await stream(client.follow(explain, { id: recommendation.id }), show);
}

async function stream(events: AsyncIterable<RunEventData>, show: DemoOptions['show']): Promise<void> {
  let shown = noText;
  const citations: string[] = [];
  for await (const event of events) {
    shown = appendToText(shown, event);
    if (event.__typename === 'TextDelta') show.part(String(event.text));
    if (event.__typename === 'Citation') citations.push(citationLine(event));
    if (event.__typename === 'RunFailed') show.part(`${String(event.code)}: ${String(event.message)}`);
    if (event.__typename === 'RunFinished') show.part(outcomeOf(event));
  }
  show.line('');
  for (const line of citations) show.line(line);
}

function outcomeOf({ result }: RunEventData): string {
  const { __typename, reason } = result as { __typename: string; reason?: string };
  return __typename === 'Answer' ? '' : ` (${__typename}: ${reason ?? ''})`;
}

function citationLine({ document, page, quote }: RunEventData): string {
  const name = (document as { name: string } | null)?.name ?? 'a document that may not be read';
  return `  – ${name}, page ${String(page)}: «${String(quote).replace(/\s+/g, ' ').slice(0, 100)}»`;
}

const marks: Readonly<Record<string, string>> = {
  PENDING: '·',
  RUNNING: '…',
  DONE: '✓',
  SKIPPED: '-',
  FAILED: '✗',
};

function progressLine(name: string | undefined, { id, status, steps }: WatchedDocument): string {
  const states = steps.map((step) => `${step.name}${marks[step.state] ?? '?'}`).join(' ');
  return `${(name ?? id).slice(-40).padEnd(40)} ${states} ${status === 'PROCESSING' ? '' : status}`;
}
