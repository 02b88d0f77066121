import { type Client, operation } from 'tributary/client';
import { byId, element, showProblem } from './elements.js';

interface DocumentData {
  id: string;
  name: string;
  status: string;
  kind: string | null;
  steps: { name: string; state: string }[];
}

const parts = 'id name status kind steps { name state }';
const recent = operation<{ documents: { nodes: DocumentData[] } }>(
  `query RecentDocuments { documents(first: 10) { nodes { ${parts} } } }`,
);
const changes = operation<{ documentChanged: DocumentData }>(
  `subscription DocumentChanges { documentChanged { ${parts} } }`,
);

/** Shows documents as they are read, newest first, until the signal ends. */
export async function showDocuments(client: Client, signal: AbortSignal): Promise<void> {
  const list = byId('documents', HTMLUListElement);
  const lines = new Map<string, HTMLLIElement>();
  const show = (shown: DocumentData) => {
    const line = lines.get(shown.id) ?? element('li');
    if (!lines.has(shown.id)) list.prepend(line);
    lines.set(shown.id, line);
    line.dataset.status = shown.status;
    line.replaceChildren(element('strong', shown.name), ` ${stateOf(shown)}`);
  };
  const leave = new AbortController();
  const both = AbortSignal.any([signal, leave.signal]);
  try {
    // Listened to before the list is read, so that no change falls between the two.
    const told = client.subscribe(changes, {}, { signal: both });
    const first = told.next();
    const { documents } = await client.request(recent, {}, { signal });
    for (const each of documents.nodes.toReversed()) show(each);
    for (let next = await first; !next.done; next = await told.next()) show(next.value.documentChanged);
  } finally {
    leave.abort();
  }
}

function stateOf({ status, kind, steps }: DocumentData): string {
  if (status !== 'PROCESSING') return kind === null ? status : `${status}, ${kind}`;
  const done = steps.filter(({ state }) => state === 'DONE' || state === 'SKIPPED').length;
  const running = steps.find(({ state }) => state === 'RUNNING');
  return `${running ? running.name : 'waiting'} (${done} of ${steps.length})`;
}

/** Uploads the files that a person chooses. */
export function takeFiles(client: Client): void {
  const input = byId('files', HTMLInputElement);
  input.addEventListener('change', async () => {
    try {
      for (const file of input.files ?? []) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        await client.upload({ name: file.name, bytes });
      }
      input.value = '';
      showProblem(null);
    } catch (error) {
      showProblem(error);
    }
  });
}
