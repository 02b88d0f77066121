import { type Client, createClient, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import type { RunningSystem } from '../../cli/demo/running-system.js';
import { withOwnSystem } from '../../cli/own-system.js';
import { untilProcessed } from '../../cli/until-processed.js';
import { type Benchmark, type Figure, figure, percentile } from '../benchmark.js';
import { processorSeconds, processTree } from '../processes.js';
import { eventLoopDelay, resetEventLoopDelay } from './event-loop.js';
import { type BenchFile, pdfFiles, textFiles } from './files.js';
import { bareInserts, bareParsing } from './peers.js';
import { type Acknowledged, TimedUploads } from './timed-upload.js';

const pdfCount = 80;
const textCount = 300;
const warmUp = 12;
const uploadsAtOnce = 4;
const processingMs = 600_000;
const probes = 20;

/** Files a second from the first upload until every one is searchable and through all later steps too. */
export const ingest: Benchmark = {
  name: 'ingest',
  about: `${pdfCount} text PDFs (invoices of 1 page, letters of 3), then ${textCount} notes of 200 words, ${uploadsAtOnce} uploads at once`,
  async run(say) {
    const pdfs = pdfFiles(pdfCount);
    const texts = textFiles(textCount);
    say('the peers');
    const parsing = await bareParsing(pdfs);
    const inserts = await bareInserts(texts);
    return withOwnSystem({ LIMITS: 'rate=1000000' }, async (system) => {
      const client = createClient(system);
      try {
        say('warming up');
        const cold = new TimedUploads(client, system.url);
        await ingestAll(client, pdfFiles(warmUp, pdfCount), (file) => cold.upload(file));
        const uploads = new TimedUploads(client, system.url);
        await resetEventLoopDelay(system);
        say('PDFs');
        const used = () => processorTime(system);
        const before = await used();
        const pdfRate = await ingestAll(client, pdfs, (file) => uploads.upload(file));
        const between = await used();
        say('texts');
        const textRate = await ingestAll(client, texts, (file, at) =>
          at % 3 === 0 ? uploads.addText(file) : uploads.upload(file),
        );
        const after = await used();
        const delay = await eventLoopDelay(system);
        await checkSearchable(client, [...pdfs, ...texts]);
        return [
          figure('PDFs', pdfRate, 'a second', { wanted: { atLeast: 5 }, peer: parsing }),
          figure('texts', textRate, 'a second', { wanted: { atLeast: 20 }, peer: inserts }),
          figure('processor time of a PDF', ((between - before) / pdfCount) * 1000, 'ms'),
          figure('processor time of a text', ((after - between) / textCount) * 1000, 'ms'),
          ...acknowledgements(uploads.times),
          figure('event-loop delay of main, longest', delay.maxMs, 'ms', { wanted: { atMost: 200 } }),
          figure('event-loop delay of main, 99th percentile', delay.p99Ms, 'ms'),
        ];
      } finally {
        await client.close();
      }
    });
  },
};

/** Uploads all files, some at once, and waits until the system has nothing left to do with any. */
async function ingestAll(
  client: Client,
  files: readonly BenchFile[],
  send: (file: BenchFile, at: number) => Promise<void>,
): Promise<number> {
  const began = performance.now();
  const queue = files.entries();
  const uploader = async () => {
    for (const [at, file] of queue) await send(file, at);
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, uploader));
  await untilProcessed(client, AbortSignal.timeout(processingMs));
  return files.length / ((performance.now() - began) / 1000);
}

/** Seconds that all processors have spent on the system and its database. */
async function processorTime({ process: child }: RunningSystem): Promise<number> {
  return processorSeconds(await processTree(child?.pid ?? 0));
}

function acknowledgements(times: Acknowledged): Figure[] {
  const acknowledged = [...times.PUT, ...times.completeUpload, ...times.addText];
  const separate = Object.entries(times).map(([request, values]) =>
    figure(`${request}, 99th percentile of ${values.length}`, percentile(values, 0.99), 'ms', {
      peer: { name: 'median', value: percentile(values, 0.5) },
    }),
  );
  const all = percentile(acknowledged, 0.99);
  return [figure('acknowledgement, 99th percentile', all, 'ms', { wanted: { atMost: 150 } }), ...separate];
}

const find = operation<
  { search: { nodes: { document: { name: string; status: string } | null }[] } },
  { query: string }
>('query Find($query: String!) { search(query: $query, first: 1) { nodes { document { name status } } } }');

/** Looks for some of the files by the word that each alone holds. */
async function checkSearchable(client: Client, files: readonly BenchFile[]): Promise<void> {
  const every = Math.ceil(files.length / probes);
  for (const { name, mark } of files.filter((_, at) => at % every === 0)) {
    const { search } = await client.request(find, { query: mark });
    if (search.nodes[0]?.document?.name !== name)
      throw new AppError('UNAVAILABLE', { thing: `The document ${name}, by search,` });
  }
}
