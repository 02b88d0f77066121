import { operation } from 'tributary/client';
import { Progress } from '../../progress.js';
import { historyDefaults } from '../history.js';
import { type ErpFile, erpExamples, erpHistory, uploadErp } from '../load.js';
import { found, type Story } from '../story.js';

const read = operation<{ ready: { totalCount: number }; unsure: { totalCount: number } }>(`
  query Read {
    ready: documents(first: 1, filter: { status: READY }) { totalCount }
    unsure: documents(first: 1, filter: { status: NEEDS_REVIEW }) { totalCount }
  }`);

/** In the order in which a company would have them: the copy comes after the original. */
const folders = ['policies', 'contracts', 'orders', 'invoices', 'threads'];
const copy = 'invoices/factura-alameda-208-copia.eml';

/** The files of the company arrive, after the invoices of a year; gives how many were read, and how many of them not surely. */
export async function arrive(story: Story): Promise<{ documents: number; unsure: number }> {
  const history = erpHistory(historyDefaults);
  await load(story, history);
  story.tell(`${history.length} invoices of the months before are read.`);
  const examples = await erpExamples();
  for (const folder of folders) {
    const files = examples.filter(({ name }) => name.startsWith(`${folder}/`) && name !== copy);
    await load(story, files);
    story.tell(`${folder}: ${files.map(({ name }) => name.slice(folder.length + 1)).join(', ')}`);
  }
  await load(
    story,
    examples.filter(({ name }) => name === copy),
  );
  const { ready, unsure } = await story.admin.request(read, {});
  const all = history.length + examples.length;
  const count = ready.totalCount + unsure.totalCount;
  found(count === all, `${all} documents to be read; ${count} are`);
  story.tell(`All ${all} documents are read; ${unsure.totalCount} of them want a look by a person.`);
  return { documents: all, unsure: unsure.totalCount };
}

async function load(story: Story, files: readonly ErpFile[]): Promise<void> {
  const progress = new Progress(story.admin, () => undefined);
  try {
    const uploaded = await uploadErp(story.admin, files);
    for (const [at, { id }] of uploaded.entries()) story.name(files[at]?.name ?? id, id);
    await progress.untilEnded(uploaded.map(({ id }) => id));
  } finally {
    await progress.close();
  }
}
