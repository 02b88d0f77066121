import { z } from 'tributary/sdk';
import { usableVector } from './checked-vectors.js';

const line = z.object({
  custom_id: z.string(),
  response: z.object({
    status_code: z.literal(200),
    body: z.object({
      data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
      usage: z.object({ prompt_tokens: z.int().nonnegative() }).nullish(),
    }),
  }),
});
type Answer = z.output<typeof line>['response']['body'];

/** What came of a batch. */
export interface BatchAnswers {
  /** One a text; null for what was not answered, or not so that it can be used. */
  readonly vectors: (number[] | null)[];
  readonly inputTokens: number;
}

/** The answers come in any order, and each can be missing, an error, or no answer at all: what it asked for is null. */
export function batchAnswers(content: string, requests: readonly (readonly string[])[]): BatchAnswers {
  const answers = new Map<string, Answer>();
  for (const text of content.split('\n')) {
    const parsed = line.safeParse(asJson(text));
    if (parsed.success) answers.set(parsed.data.custom_id, parsed.data.response.body);
  }
  let inputTokens = 0;
  const vectors = requests.flatMap((texts, at) => {
    const answer = answers.get(String(at));
    inputTokens += answer?.usage?.prompt_tokens ?? 0;
    const inOrder = (answer?.data ?? []).toSorted((one, other) => one.index - other.index);
    const isWhole = inOrder.length === texts.length && inOrder.every(({ index }, place) => index === place);
    return texts.map((_, place) => (isWhole ? (inOrder[place]?.embedding ?? null) : null));
  });
  const [first] = vectors.filter((vector) => vector !== null);
  const usable = vectors.map((vector) =>
    vector && usableVector(vector, first?.length ?? 0) ? vector : null,
  );
  return { vectors: usable, inputTokens };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
