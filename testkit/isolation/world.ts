import type { Caller } from '../caller.js';
import { eventually } from '../system.js';
import { makeTalk } from './assistant-probes.js';
import { makeWorkflowRun } from './automation-probes.js';
import { makeLabels } from './classification-probes.js';
import { entityProbes } from './entities.js';
import { makeEvaluation } from './evaluation-probes.js';
import { allowLinks, hostilePage } from './guard-probes.js';
import { makeInsights } from './insight-probes.js';
import { makeWebhook, tellOneself } from './notification-probes.js';
import { makeRules } from './review-probes.js';
import { saveSearch } from './search-probes.js';
import { startWork } from './work-probes.js';

/** Kinds of ids that a client can hold. */
export const idKinds = [
  'document',
  'version',
  'run',
  'decision',
  'recommendation',
  'review',
  'auditEntry',
  'member',
  'group',
  'key',
  'upload',
  'embeddingChange',
  'dataset',
  'ruleSet',
  'workflowRun',
  'experiment',
  'work',
  'savedSearch',
  'labelSet',
  'quarantined',
  'notification',
  'webhook',
  'delivery',
  'conversation',
  'turn',
  'approval',
  'memory',
  'insight',
  'insightAnswer',
  'insightQuery',
] as const;
export type IdKind = (typeof idKinds)[number] | `entity:${string}`;

/** What somebody has: one of each thing, made of words that nobody else uses. */
export interface World {
  readonly caller: Caller;
  readonly word: string;
  /** Everybody in it asks this. */
  readonly ids: Readonly<Record<IdKind, string>>;
  /** All ids of documents, versions, runs and what was made of them. */
  readonly all: readonly string[];
  /** A cursor in the middle of its run. */
  readonly cursor: string;
}

const bill = (word: string, total: string) => `Zander Printing Ltd
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ZP-77
Invoice date: 3 March 2026

Net total: GBP 250.00
VAT 20%: GBP 50.00
Total due: GBP ${total}

Delivered by the courier ${word} in person.
`;
/** Asked in every world; the answer names the word of the world. */
export const question = 'Who guards the northern lighthouse at night?';
const letter = (word: string) =>
  `The northern lighthouse is guarded at night by the keeper ${word}. The keeper ${word} rings the bell at four.`;

/** Fills a world through the graph as its caller; what it makes is for the groups named. */
export async function makeWorld(caller: Caller, word: string, groups: readonly string[]): Promise<World> {
  const shared = groups.length > 0 ? { groups } : {};
  const texts = [bill(word, '380.00'), bill(`${word} himself`, '380.00'), letter(word)];
  const documents: string[] = [];
  // One after another: the second bill is to be found a copy of the first.
  for (const [at, text] of texts.entries()) {
    documents.push(await addText(caller, { name: `${word}-${at}.txt`, text, ...shared }));
  }
  const quarantined = await addFile(caller, { name: `${word}.html`, ...shared }, hostilePage(word));
  const upload = await beginUpload(
    caller,
    { name: `${word}.txt`, ...shared },
    `The bytes that ${word} sent.`,
  );
  const { run, decision, cursors } = await ask(caller, question);
  await summarize(caller, documents[0] ?? '');
  const savedSearch = await saveSearch(caller, word);
  const notification = await tellOneself(caller, word);
  const talk = await makeTalk(caller, word);
  const insights = await makeInsights(caller, word, groups.length === 0 ? addText : null);
  const labelSet = await makeLabels(caller, documents[0] ?? '');
  // What a whole tenant has in common, its administrator makes.
  let embeddingChange = '';
  let evaluation = { dataset: '', experiment: '' };
  let webhooks = { webhook: '', delivery: '' };
  let ruleSet = '';
  let workflowRun = '';
  if (groups.length === 0) {
    await savePrompt(caller, word);
    await setCosts(caller, word);
    await allowLinks(caller, word);
    embeddingChange = await changeEmbeddings(caller);
    evaluation = await makeEvaluation(caller, word);
    webhooks = await makeWebhook(caller, word);
    ruleSet = await makeRules(caller, word);
    workflowRun = await makeWorkflowRun(caller, word);
  }
  const read = await Promise.all(documents.map((id) => caller.data(whole, { id })));
  const recommendations = read.flatMap(({ document }) => document.recommendations.nodes);
  const reviews = read.flatMap(({ document }) => document.reviews.nodes);
  const steps = read.flatMap(({ document }) => document.steps).filter(({ runId }) => runId !== null);
  const versions = read.map(({ document }) => document.versionId);
  const made = [...recommendations, ...reviews].map(({ id }) => id as string);
  const entities: Record<`entity:${string}`, string> = {};
  for (const { type, make } of entityProbes) entities[`entity:${type}`] = await make(caller, groups);
  return {
    caller,
    word,
    ids: {
      document: documents[0] ?? '',
      version: versions[0] ?? '',
      run,
      decision,
      recommendation: recommendations[0].id,
      review: reviews[0].id,
      upload,
      savedSearch,
      labelSet,
      quarantined,
      ...(await accountIds(caller)),
      auditEntry: decision,
      embeddingChange,
      ruleSet,
      workflowRun,
      ...evaluation,
      ...webhooks,
      ...talk,
      ...insights,
      notification,
      work: evaluation.experiment || (await startWork(caller)),
      ...entities,
    },
    all: [
      ...[
        ...documents,
        quarantined,
        savedSearch,
        notification,
        ...Object.values(talk),
        ...versions,
        run,
        decision,
        ...made,
        ...steps.map(({ runId }) => runId),
      ],
      ...Object.values(entities),
      ...[evaluation, webhooks, insights].flatMap((ids) => Object.values(ids)).filter((id) => id !== ''),
    ],
    cursor: cursors[1] ?? '',
  };
}

/** Begins an upload and sends its bytes; gives its id. */
async function beginUpload(caller: Caller, input: object, body: string): Promise<string> {
  const payload = '... on CreateUploadPayload { uploadId url }';
  const { uploadId, url } = await caller.change('createUpload', 'CreateUploadInput', input, payload);
  await fetch(new URL(url, caller.url), { method: 'PUT', body });
  return uploadId;
}

/** Adds a file that screening keeps apart, and waits until it has; gives the document's id. */
async function addFile(caller: Caller, input: object, body: string): Promise<string> {
  const uploadId = await beginUpload(caller, input, body);
  const payload = '... on DocumentPayload { document { id } }';
  const { document } = await caller.change('completeUpload', 'CompleteUploadInput', { uploadId }, payload);
  await eventually(
    () => caller.data('query State($id: ID!) { document(id: $id) { status } }', { id: document.id }),
    ({ document: now }) => now.status === 'QUARANTINED',
    60_000,
  );
  return document.id;
}

/** Adds a text and waits until it is read; gives the document's id. */
export async function addText(caller: Caller, input: object): Promise<string> {
  const { document } = await caller.change(
    'addText',
    'AddTextInput',
    input,
    '... on DocumentPayload { document { id } }',
  );
  await eventually(
    () => caller.data('query State($id: ID!) { document(id: $id) { status } }', { id: document.id }),
    ({ document: now }) => now.status !== 'PROCESSING',
    60_000,
  );
  return document.id;
}

/** Saves and labels a version of a prompt that holds the word. */
async function savePrompt(caller: Caller, word: string): Promise<void> {
  const input = { prompt: 'summarize', text: `As ${word} would: {{text}}`, label: word, note: word };
  await caller.change('savePrompt', 'SavePromptInput', input, '... on SavePromptPayload { prompt { name } }');
}

/** Enters a price and sets a budget that hold the word. */
async function setCosts(caller: Caller, word: string): Promise<void> {
  const price = { provider: 'openai', model: word, rates: { input: '1', output: '2' } };
  await caller.change('setPrice', 'SetPriceInput', price, '... on SetPricePayload { price { id } }');
  const budget = { scope: 'ACTOR', subject: `user:${word}`, period: 'DAY', hardLimitUsd: '5' };
  await caller.change('setBudget', 'SetBudgetInput', budget, '... on SetBudgetPayload { budget { scope } }');
}

/** Asks for another embedding model, of which there is none: the change ends, and stays to be seen. */
async function changeEmbeddings(caller: Caller): Promise<string> {
  const payload = '... on EmbeddingChangePayload { change { id } }';
  const { change } = await caller.change('reembed', 'ReembedInput', {}, payload);
  await eventually(
    () => caller.data('{ embeddingChange { state } }'),
    ({ embeddingChange }) => embeddingChange.state === 'FAILED',
    60_000,
  );
  return change.id;
}

/** Has a summary stored. */
async function summarize(caller: Caller, documentId: string): Promise<void> {
  const client = caller.client();
  const query = `subscription Summarize($documentId: ID!, $after: Cursor) {
    summarize(documentId: $documentId, after: $after) { __typename cursor }
  }`;
  try {
    for await (const _ of client.follow(query, { documentId }));
  } finally {
    await client.close();
  }
  const { document } = await caller.data('query S($id: ID!) { document(id: $id) { summary { text } } }', {
    id: documentId,
  });
  if (!document.summary?.text) throw new RangeError('no summary was stored');
}

/** Asks and reads to the end. */
export async function ask(caller: Caller, asked: string) {
  const client = caller.client();
  const answer = { run: '', decision: '', text: '', type: '', cursors: [] as string[] };
  try {
    const query = `subscription Ask($question: String!, $after: Cursor) {
      ask(question: $question, after: $after) { __typename runId cursor ... on TextDelta { text }
        ... on RunFinished { result { __typename ... on Result { result { decisionId } } } } }
    }`;
    for await (const event of client.follow(query, { question: asked })) {
      answer.run = String(event.runId);
      answer.cursors.push(event.cursor);
      if (event.__typename === 'TextDelta') answer.text += String(event.text);
      const result = event.result as { __typename: string; result: { decisionId: string } } | undefined;
      if (result) Object.assign(answer, { type: result.__typename, decision: result.result.decisionId });
    }
  } finally {
    await client.close();
  }
  return answer;
}

const whole = `query Whole($id: ID!) {
  document(id: $id) {
    versionId steps { runId }
    recommendations(first: 20) { nodes { id } }
    reviews(first: 20) { nodes { id } }
  }
}`;

/** For who may not see accounts they are of no one. */
async function accountIds(caller: Caller): Promise<Record<'member' | 'group' | 'key', string>> {
  const { body } = await caller.post(
    '{ members { nodes { id } } groups { nodes { id } } apiKeys { nodes { id } } }',
  );
  const first = (list: string): string => body.data?.[list]?.nodes[0]?.id ?? '';
  return { member: first('members'), group: first('groups'), key: first('apiKeys') };
}

/** Everything that probing might have changed. */
export async function snapshot({ caller, ids }: World): Promise<string> {
  const query = `query S($id: ID!, $quarantined: ID!, $savedSearch: ID!, $labelSet: ID!) {
    document(id: $id) { status groups updatedAt fields { name value }
      recommendations { nodes { id state myFeedback } } reviews { nodes { id state assignee } } }
    runs(first: 100) { totalCount } documents { totalCount } members { nodes { id roles groups { id } } }
    groups { nodes { id } }
    quarantined: document(id: $quarantined) { status versionId }
    savedSearch(id: $savedSearch) { name updatedAt }
    labelSet(id: $labelSet) { name revision labels { documentIds } }
  }`;
  const entities = entityProbes.map(({ type, state }) =>
    caller.data(`query S($id: ID!) { ${state} }`, { id: ids[`entity:${type}`] }),
  );
  const { document: id, quarantined, savedSearch, labelSet } = ids;
  return JSON.stringify([
    await caller.data(query, { id, quarantined, savedSearch, labelSet }),
    ...(await Promise.all(entities)),
  ]);
}
