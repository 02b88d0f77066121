import { operation } from 'tributary/client';
import type { People } from '../people.js';
import type { Receiver } from '../receiver.js';
import { change, eventually, type Story } from '../story.js';

const createWebhook = operation<
  { result: { __typename: string; secret: string } },
  { input: { url: string; topics: string[]; description: string } }
>(`
  mutation TellLedger($input: CreateWebhookInput!) {
    result: createWebhook(input: $input) {
      __typename
      ... on WebhookSecretPayload { secret }
      ... on Failure { code message }
    }
  }`);
const saveWorkflow = operation<
  { result: { __typename: string; workflow: { version: number } } },
  { input: { id: string; definition: unknown } }
>(`
  mutation SaveWorkflow($input: SaveWorkflowInput!) {
    result: saveWorkflow(input: $input) {
      __typename
      ... on WorkflowPayload { workflow { version } }
      ... on Failure { code message }
    }
  }`);
const enableWorkflow = operation<
  { result: { __typename: string; workflow: { state: string } } },
  { input: { id: string } }
>(`
  mutation EnableWorkflow($input: EnableWorkflowInput!) {
    result: enableWorkflow(input: $input) {
      __typename
      ... on WorkflowPayload { workflow { state } }
      ... on Failure { code message }
    }
  }`);
const readRun = operation<
  { workflowRuns: { nodes: { state: string; steps: { name: string; state: string }[] }[] } },
  { id: string }
>(`
  query RunOfWorkflow($id: ID!) {
    workflowRuns(workflowId: $id, first: 1) { nodes { state steps(first: 10) { name state } } }
  }`);

const id = 'tell-the-ledger';
const topic = 'automation.invoice-approved';

/** When people have approved an invoice that differs from its order, the clerk and the ledger are told. */
const definition = (clerk: string) => ({
  format: 1,
  title: 'Tell the ledger of invoices that people approved',
  trigger: {
    type: 'event',
    event: 'review.resolved',
    when: {
      all: [
        { fact: 'trigger', path: '$.subject.type', operator: 'equal', value: 'Recommendation' },
        { fact: 'trigger', path: '$.outcome', operator: 'equal', value: 'APPROVED' },
      ],
    },
  },
  steps: [
    {
      name: 'tell',
      type: 'notify',
      to: [clerk],
      topic,
      title: 'Approved: {{$.document.name}}',
      body: 'It may be paid although it differs from its order.',
      document: '{{$.trigger.documentId}}',
    },
  ],
});

/** A webhook to the ledger and a workflow that tells it; gives the secret that the ledger checks signatures with. */
export async function setUpAutomation(
  story: Story,
  people: People,
  receiver: Receiver,
): Promise<{ secret: string }> {
  const { secret } = await change(story.admin, createWebhook, {
    url: receiver.url,
    topics: ['automation.*'],
    description: 'The ledger',
  });
  story.tell(`A webhook tells the ledger of automation.*: ${receiver.url}, signed.`);
  const { workflow: saved } = await change(story.admin, saveWorkflow, {
    id,
    definition: definition(people.clerk.member),
  });
  const { workflow } = await change(story.admin, enableWorkflow, { id });
  story.tell(`The workflow ${id}, version ${saved.version}, is ${workflow.state}.`);
  return { secret };
}

/** A webhook as the ledger reads it. */
export interface Call {
  type: string;
  data: Record<string, unknown>;
}
export interface Notified {
  calls: Call[];
  run: { state: string; steps: { name: string; state: string }[] };
}

/** The ledger was called, with a signature that it could check. */
export async function seeNotified(story: Story, receiver: Receiver, secret: string): Promise<Notified> {
  const run = await eventually('the workflow to be done', async () => {
    const { workflowRuns } = await story.admin.request(readRun, { id });
    return workflowRuns.nodes.find(({ state }) => state !== 'RUNNING');
  });
  story.tell(`The run: ${run.steps.map(({ name, state }) => `${name} ${state}`).join(', ')}; ${run.state}.`);
  const calls = await eventually('a webhook', async () => {
    const received = (await receiver.signedWith(secret)) as Call[];
    return received.length > 0 ? received : null;
  });
  for (const { type, data } of calls) story.tell(`The ledger got ${type}: ${JSON.stringify(data)}`);
  return { calls, run };
}
