/** How an answer is written; null when the client takes none of them. */
export type AnswerForm = 'response' | 'json' | 'events';

const forms: readonly [type: string, form: AnswerForm][] = [
  ['application/graphql-response+json', 'response'],
  ['application/json', 'json'],
  ['text/event-stream', 'events'],
];

export const contentTypes = {
  response: 'application/graphql-response+json; charset=utf-8',
  json: 'application/json; charset=utf-8',
  events: 'application/graphql-response+json; charset=utf-8',
} as const satisfies Record<AnswerForm, string>;

/** The form that the client likes best, by the weights of its `accept` header; among equals the first it names. */
export function negotiate(accept: string | undefined): AnswerForm | null {
  if (accept === undefined || accept.trim() === '') return 'json';
  const wanted = accept
    .split(',')
    .slice(0, 32)
    .map((part) =>
      part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .map(([type = '', ...parameters]) => ({ type, weight: weightOf(parameters) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { type } of wanted) {
    if (type === '*/*' || type === 'application/*') return 'json';
    const form = forms.find(([name]) => name === type)?.[1] ?? (type === 'text/*' ? 'events' : undefined);
    if (form) return form;
  }
  return null;
}

function weightOf(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const value = weight === undefined ? 1 : Number(weight.slice(2));
  return Number.isFinite(value) ? value : 0;
}
