import { type Client, operation } from 'tributary/client';
import { change, type Story } from './story.js';

/** Somebody of the company, with a key of one's own. */
export interface Person {
  name: string;
  /** As the record names whoever acts with that key. */
  actor: string;
  /** As notifications and reviews name the person. */
  member: string;
  client: Client;
}
export interface People {
  /** Files documents and asks the assistant. */
  clerk: Person;
  /** Decide on what needs two people. */
  buyer: Person;
  head: Person;
}

const createMember = operation<
  { result: { __typename: string; member: { id: string; actor: string } } },
  { input: { email: string; name: string; roles: string[] } }
>(`
  mutation Join($input: CreateMemberInput!) {
    result: createMember(input: $input) {
      __typename
      ... on CreateMemberPayload { member { id actor } }
      ... on Failure { code message }
    }
  }`);
const createKey = operation<
  { result: { __typename: string; key: string } },
  { input: { name: string; memberId: string } }
>(`
  mutation Key($input: CreateKeyInput!) {
    result: createKey(input: $input) {
      __typename
      ... on CreateKeyPayload { key }
      ... on Failure { code message }
    }
  }`);
const whoAmI = operation<{ me: { actor: string } }>('query WhoAmI { me { actor } }');

/** The people of the story join the tenant. */
export async function joinPeople(story: Story): Promise<People> {
  return {
    clerk: await join(story, 'Mara Voss', 'MEMBER'),
    buyer: await join(story, 'Tom Aydin', 'REVIEWER'),
    head: await join(story, 'Ines Brandt', 'REVIEWER'),
  };
}

async function join(story: Story, name: string, role: string): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@lindenhof-interiors.example`;
  const { member } = await change(story.admin, createMember, { email, name, roles: [role] });
  const { key } = await change(story.admin, createKey, { name, memberId: member.id });
  const client = story.clientWith(key);
  const { me } = await client.request(whoAmI, {});
  return { name, actor: me.actor, member: member.actor, client };
}
