import { type Client, createClient } from 'tributary/client';
import { parseDocument } from '../subgraphs/documents/parsers/parse-document.js';
import type { TestHostOptions } from '../testkit/index.js';
import { type TestTenant, testTenant } from '../testkit/plugin/test-tenant.js';
import { type HostWithModel, hostWithModel } from './shipped-models.fixture.js';

/** A system for the cases of AI security: files are read as in production, and what a client is sent can be seen raw. */
export interface AttackedHost extends HostWithModel, Attacks {
  /** A member of its tenant who is called so, and has a key. */
  member(name: string): Promise<Attacks>;
  /** The entries of the audit log of this action, of its tenant or another, newest first, once they are chained. */
  audited(action: string, of?: Pick<TestTenant, 'query'>): Promise<AuditedAction[]>;
}
interface AuditedAction {
  readonly body: Record<string, unknown>;
  readonly content: unknown;
}
/** What somebody does. */
export interface Attacks extends Pick<TestTenant, 'query' | 'stream'> {
  /** Uploads a file and waits until all that follows from it is done. */
  upload(
    name: string,
    bytes: Uint8Array | string,
    documentId?: string,
  ): Promise<{ id: string; status: string }>;
  /** Runs it anew and gives all bytes of the event stream as they came. */
  frames(capability: string, input: unknown): Promise<Frames>;
}
export interface Frames {
  readonly runId: string;
  readonly raw: string;
  readonly text: string;
  readonly end: { readonly __typename: string; readonly code?: string; readonly output?: unknown };
}

const follow = `subscription ($runId: ID!) { runEvents(runId: $runId) { __typename
  ... on TextDelta { text } ... on ObjectDelta { path value } ... on ToolCall { tool arguments }
  ... on Citation { quote } ... on RunFailed { code message }
  ... on RunFinished { result { __typename ... on Result { result { screening evidence { quote } } }
    ... on Answer { text output } ... on NeedsReview { reason output } ... on Refused { code reason } } } } }`;

export async function attackedHost(
  target: Record<string, unknown>,
  tenantName?: string,
  options: Pick<TestHostOptions, 'log'> = {},
): Promise<AttackedHost> {
  const host = await hostWithModel(target, {
    parse: (bytes, hint) => parseDocument(Uint8Array.from(bytes), hint),
    ...(tenantName !== undefined && { tenantName }),
    ...options,
  });
  const clients: Client[] = [];
  return {
    ...host,
    ...attacksOf(host, host),
    async member(name) {
      const made = await host.query<{ createMember: { member: { id: string; name: string } } }>(
        'mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on CreateMemberPayload { member { id name } } } }',
        { input: { email: `member-${clients.length}@example.com`, name, roles: ['MEMBER', 'REVIEWER'] } },
      );
      const { id: memberId, name: kept } = made.createMember.member;
      expect(kept).toBe(name);
      const { createKey } = await host.query<{ createKey: { key: string } }>(
        'mutation ($input: CreateKeyInput!) { createKey(input: $input) { ... on CreateKeyPayload { key } } }',
        { input: { name, memberId } },
      );
      const client = createClient({ url: host.url, token: createKey.key });
      clients.push(client);
      return attacksOf(host, testTenant(host.id, createKey.key, client, host.settled));
    },
    async audited(action, of = host) {
      const schedules = host.assembly.subgraphs.flatMap(({ parts }) => parts.schedules ?? []);
      await schedules.find(({ name }) => name === 'audit.chain')?.run(AbortSignal.timeout(10_000));
      type Found = { auditEntries: { nodes: AuditedAction[] } };
      const { auditEntries } = await of.query<Found>(
        'query ($filter: AuditEntryFilter) { auditEntries(first: 50, filter: $filter) { nodes { body content } } }',
        { filter: { action } },
      );
      return auditEntries.nodes;
    },
    async close() {
      for (const client of clients) await client.close();
      await host.close();
    },
  };
}

function attacksOf(host: HostWithModel, by: TestTenant): Attacks {
  const headers = { authorization: `Bearer ${by.token}`, 'content-type': 'application/json' };
  return {
    query: by.query,
    stream: by.stream,
    async upload(name, bytes, documentId) {
      type Made = { createUpload: { uploadId: string; url: string } };
      const { createUpload } = await by.query<Made>(
        'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { ... on CreateUploadPayload { uploadId url } } }',
        { input: { name } },
      );
      await fetch(new URL(createUpload.url, host.url), { method: 'PUT', body: Buffer.from(bytes) });
      const { completeUpload } = await by.query<{ completeUpload: { document: { id: string } } }>(
        `mutation ($input: CompleteUploadInput!) { completeUpload(input: $input) {
          ... on DocumentPayload { document { id } } } }`,
        { input: { uploadId: createUpload.uploadId, documentId } },
      );
      await host.settled();
      const { document } = await by.query<{ document: { id: string; status: string } }>(
        'query ($id: ID!) { document(id: $id) { id status } }',
        { id: completeUpload.document.id },
      );
      return document;
    },
    async frames(capability, input) {
      const { runId } = await by.start(capability, input, { anew: true });
      const response = await fetch(new URL('/graphql', host.url), {
        method: 'POST',
        headers: { ...headers, accept: 'text/event-stream' },
        body: JSON.stringify({ query: follow, variables: { runId } }),
      });
      const raw = await response.text();
      await host.settled();
      const events = [...raw.matchAll(/^data: ?(\{.*\})$/gm)].flatMap(([, data = '']) => {
        const { data: found } = JSON.parse(data) as { data?: { runEvents?: Event } };
        return found?.runEvents ? [found.runEvents] : [];
      });
      const last = events.at(-1);
      const text = events.map((event) => event.text ?? '').join('');
      return { runId, raw, text, end: last?.result ?? (last as unknown as Frames['end']) };
    },
  };
}

interface Event {
  readonly __typename: string;
  readonly text?: string;
  readonly result?: Frames['end'];
}
