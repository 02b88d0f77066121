import { readFile } from 'node:fs/promises';
import { type Client, createClient } from 'tributary/client';
import type { FullDocument, WatchedDocument } from './document-data.js';
import { type DemoFile, findFiles } from './files.js';
import { ask, decisionsOf, explain, fullDocument, verifyAudit } from './operations/index.js';
import { Progress } from './progress.js';
import type { Report, ReportedDocument } from './report.js';
import { type Show, showRun } from './show-run.js';

export interface DemoOptions {
  url: string;
  token: string;
  paths: readonly string[];
  /** Progress and streams for people. */
  show: Show;
}

const uploadsAtOnce = 4;

/** The main job on given files, through the public API alone, from upload to the verified audit chain. */
export async function runDemo({ url, token, paths, show }: DemoOptions): Promise<Report> {
  const client = createClient({ url, token });
  const files = await findFiles(paths);
  const names = new Map<string, string>();
  const said = new Map<string, string>();
  const progress = new Progress(client, (document) => {
    const line = progressLine(names.get(document.id), document);
    if (said.get(document.id) !== line) show.line(line);
    said.set(document.id, line);
  });
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
async function streamExamples(client: Client, documents: readonly FullDocument[], show: Show): Promise<void> {
  const invoice = documents.find(({ fields }) => fields.some(({ name }) => name === 'invoice_number'));
  const number = invoice?.fields.find(({ name }) => name === 'invoice_number')?.value;
  const question = number
    ? `What is the total of invoice ${String(number)}?`
    : 'What is agreed, and until when?';
  show.line(`\n? ${question}`);
  await showRun(client.follow(ask, { question }), show);
  const recommendation = documents
    .flatMap(({ recommendations }) => recommendations?.nodes ?? [])
    .find(({ state }) => state !== 'WITHHELD');
  if (!recommendation) return;
  show.line(`\n? Why: ${recommendation.title}`);
  await showRun(client.follow(explain, { id: recommendation.id }), show);
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
