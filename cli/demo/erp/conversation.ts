import { operation, type RunEventData } from 'tributary/client';
import type { Person } from './people.js';
import { change, found, type Story } from './story.js';

export interface Approval {
  id: string;
  tool: string;
  arguments: Record<string, unknown>;
  fingerprint: string;
  state: string;
  output: unknown;
  error: string | null;
}
export interface Turn {
  id: string;
  state: string;
  text: string | null;
  toolApprovals: Approval[];
  result: { decisionId: string | null; engine: string } | null;
}
export interface Said {
  turn: Turn;
  /** The documents that its citations name. */
  cited: string[];
}

const start = operation<
  { result: { __typename: string; conversation: { id: string } } },
  { input: { title: string } }
>(`
  mutation Start($input: StartConversationInput!) {
    result: startConversation(input: $input) {
      __typename
      ... on ConversationPayload { conversation { id } }
      ... on Failure { code message }
    }
  }`);
const send = operation<
  { result: { __typename: string; turn: { id: string } } },
  { input: { conversationId: string; message: string } }
>(`
  mutation Say($input: SendMessageInput!) {
    result: sendMessage(input: $input) {
      __typename
      ... on TurnPayload { turn { id } }
      ... on Failure { code message }
    }
  }`);
const decideCall = operation<
  { result: { __typename: string; turn: { id: string } } },
  { input: { approvalId: string; fingerprint: string; decision: 'APPROVE' | 'REJECT' } }
>(`
  mutation DecideCall($input: DecideToolCallInput!) {
    result: decideToolCall(input: $input) {
      __typename
      ... on DecideToolCallPayload { turn { id } }
      ... on Failure { code message }
    }
  }`);
const reply = operation<
  { assistantReply: RunEventData },
  { conversationId: string; turnId: string; after: string | null }
>(`
  subscription Reply($conversationId: ID!, $turnId: ID!, $after: Cursor) {
    assistantReply(conversationId: $conversationId, turnId: $turnId, after: $after) {
      __typename
      cursor
      ... on TextDelta { text }
      ... on Citation { page quote document { name } }
      ... on RunFailed { code message }
      ... on RunFinished {
        result {
          __typename
          ... on InsufficientEvidence { reason }
          ... on NeedsReview { reason }
          ... on Refused { reason }
          ... on BudgetExceeded { reason resetsAt }
        }
      }
    }
  }`);
const readTurns = operation<{ conversation: { turns: { nodes: Turn[] } } | null }, { id: string }>(`
  query Turns($id: ID!) {
    conversation(id: $id) {
      turns(first: 20) {
        nodes {
          id state text
          toolApprovals { id tool arguments fingerprint state output error }
          result { decisionId engine }
        }
      }
    }
  }`);

/** Somebody's conversation with the assistant. */
export class Conversation {
  private constructor(
    private readonly story: Story,
    private readonly person: Person,
    private readonly id: string,
  ) {}

  static async begin(story: Story, person: Person, title: string): Promise<Conversation> {
    const { conversation } = await change(person.client, start, { title });
    return new Conversation(story, person, conversation.id);
  }

  async say(message: string): Promise<Said> {
    this.story.tell(`${this.person.name}: ${message}`);
    const { turn } = await change(this.person.client, send, { conversationId: this.id, message });
    return this.#follow(turn.id);
  }

  /** Approves exactly what was shown; the turn goes on. */
  async approve({ id, fingerprint }: Approval): Promise<Said> {
    const input = { approvalId: id, fingerprint, decision: 'APPROVE' } as const;
    const { turn } = await change(this.person.client, decideCall, input);
    return this.#follow(turn.id);
  }

  async #follow(turnId: string): Promise<Said> {
    const cited: string[] = [];
    const { client } = this.person;
    const events = client.follow(reply, { conversationId: this.id, turnId });
    const noting = async function* () {
      for await (const event of events) {
        if (event.__typename === 'Citation') cited.push(nameOf(event));
        yield event;
      }
    };
    await this.story.follow('Assistant: ', noting());
    const { conversation } = await client.request(readTurns, { id: this.id });
    const turn = conversation?.turns.nodes.find(({ id }) => id === turnId);
    return { turn: found(turn, 'the turn of the conversation'), cited };
  }
}

const nameOf = ({ document }: RunEventData): string => (document as { name: string } | null)?.name ?? '';
