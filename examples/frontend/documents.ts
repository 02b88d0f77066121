import { type Client, operation } from 'tributary/client';
import { byId, element, type LiveView, showProblem, stateElement } from './elements.js';

interface DocumentData {
  id: string;
  name: string;
  status: string;
  kind: string | null;
  problem: { message: string } | null;
  steps: { name: string; state: string }[];
}

const parts = 'id name status kind problem { message } steps { name state }';
const recent = operation<{ documents: { nodes: DocumentData[] } }>(
  `query RecentDocuments { documents(first: 10) { nodes { ${parts} } } }`,
);
const changes = operation<{ documentChanged: DocumentData }>(
  `subscription DocumentChanges { documentChanged { ${parts} } }`,
);

/** Shows documents as they are read, newest first, until the signal ends. */
export async function showDocuments(client: Client, { signal, onLive }: LiveView): Promise<void> {
  const list = byId('documents', HTMLUListElement);
  const lines = new Map<string, HTMLLIElement>();
  const show = (shown: DocumentData) => {
    const line = lines.get(shown.id) ?? element('li');
    if (!lines.has(shown.id)) list.prepend(line);
    lines.set(shown.id, line);
    line.dataset.status = shown.status;
    line.replaceChildren(element('strong', shown.name), stateElement(...stateOf(shown)));
    byId('no-documents', HTMLParagraphElement).hidden = true;
  };
  const leave = new AbortController();
  const both = AbortSignal.any([signal, leave.signal]);
  try {
    // Listened to before the list is read, so that no change falls between the two.
    const told = client.subscribe(changes, {}, { signal: both });
    const first = told.next();
    const { documents } = await client.request(recent, {}, { signal });
    list.replaceChildren();
    for (const each of documents.nodes.toReversed()) show(each);
    onLive();
    for (let next = await first; !next.done; next = await told.next()) show(next.value.documentChanged);
  } finally {
    leave.abort();
  }
}

const words: Readonly<Record<string, string>> = {
  READY: 'Ready',
  NEEDS_REVIEW: 'Needs a look by a person',
  QUARANTINED: 'In quarantine',
  FAILED: 'Could not be read',
};

function stateOf({ status, kind, problem, steps }: DocumentData): (string | Node)[] {
  const about = problem?.message ?? kind?.replaceAll('_', ' ');
  if (status !== 'PROCESSING') return [words[status] ?? status, about ? `: ${about}` : ''];
  const done = steps.filter(({ state }) => state === 'DONE' || state === 'SKIPPED').length;
  const running = steps.find(({ state }) => state === 'RUNNING');
  const bar = element('progress');
  bar.max = steps.length;
  bar.value = done;
  return [bar, ` ${running ? running.name : 'waiting'} (${done} of ${steps.length})`];
}

/** Uploads the files that a person chooses. */
export function takeFiles(client: Client): void {
  const input = byId('files', HTMLInputElement);
  input.addEventListener('change', async () => {
    input.disabled = true;
    showProblem(null);
    try {
      for (const file of input.files ?? []) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        await client.upload({ name: file.name, bytes });
      }
    } catch (error) {
      showProblem(error);
    }
    input.value = '';
    input.disabled = false;
  });
}
