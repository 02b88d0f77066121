import { appendToText, type Client, noText, operation, type RunEventData } from 'tributary/client';
import { byId, element, showProblem } from './elements.js';

const ask = operation<{ ask: RunEventData }, { question: string; after: string | null }>(`
  subscription Ask($question: String!, $after: Cursor) {
    ask(question: $question, after: $after) {
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
          ... on BudgetExceeded { reason }
        }
      }
    }
  }`);

/** Answers the question of the form; a newer one takes the place of the one before. */
export function takeQuestions(client: Client): void {
  let leave = new AbortController();
  const form = byId('ask', HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    leave.abort();
    leave = new AbortController();
    const question = String(new FormData(form).get('question'));
    showAnswer(client, question, leave.signal).catch(showProblem);
  });
}

async function showAnswer(client: Client, question: string, signal: AbortSignal): Promise<void> {
  const answer = byId('answer', HTMLParagraphElement);
  const outcome = byId('outcome', HTMLParagraphElement);
  const citations = byId('citations', HTMLOListElement);
  let shown = noText;
  outcome.textContent = '';
  citations.replaceChildren();
  showProblem(null);
  for await (const event of client.follow(ask, { question }, { signal })) {
    // Until the end nobody has judged the whole.
    shown = appendToText(shown, event);
    answer.textContent = shown.text;
    answer.dataset.checked = String(shown.checked);
    if (event.__typename === 'RunRestarted') citations.replaceChildren();
    if (event.__typename === 'Citation') citations.append(citationOf(event));
    if (event.__typename === 'RunFinished') outcome.textContent = outcomeOf(event);
    if (event.__typename === 'RunFailed') showProblem(`${event.code}: ${event.message}`);
  }
}

function citationOf({ document: source, page, quote }: RunEventData): HTMLLIElement {
  const name = (source as { name: string } | null)?.name ?? 'A document that you may not read';
  return element('li', `${name}, page ${page}`, element('blockquote', String(quote)));
}

function outcomeOf({ result }: RunEventData): string {
  const { __typename, reason } = result as { __typename: string; reason?: string };
  return reason === undefined ? __typename : `${__typename}: ${reason}`;
}
