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
    const { signal } = leave;
    showAnswer(client, question, signal).catch((problem) => {
      if (signal.aborted) return;
      byId('outcome', HTMLParagraphElement).textContent = '';
      showProblem(problem);
    });
  });
}

async function showAnswer(client: Client, question: string, signal: AbortSignal): Promise<void> {
  const answer = byId('answer', HTMLParagraphElement);
  const outcome = byId('outcome', HTMLParagraphElement);
  const citations = byId('citations', HTMLOListElement);
  let shown = noText;
  answer.textContent = '';
  outcome.textContent = 'Reading …';
  delete outcome.dataset.outcome;
  citations.replaceChildren();
  showProblem(null);
  for await (const event of client.follow(ask, { question }, { signal })) {
    // Until the end nobody has judged the whole.
    shown = appendToText(shown, event);
    answer.textContent = shown.text;
    answer.dataset.checked = String(shown.checked);
    if (event.__typename === 'RunRestarted') citations.replaceChildren();
    if (event.__typename === 'Citation') citations.append(citationOf(event));
    if (event.__typename === 'RunFinished') showOutcome(event, outcome);
    if (event.__typename === 'RunFailed') {
      outcome.textContent = '';
      showProblem(`${event.code}: ${event.message}`);
    }
  }
}

function citationOf({ document: source, page, quote }: RunEventData): HTMLLIElement {
  const name = (source as { name: string } | null)?.name ?? 'A document that you may not read';
  return element('li', `${name}, page ${page}`, element('blockquote', String(quote)));
}

function showOutcome({ result }: RunEventData, line: HTMLParagraphElement): void {
  const { __typename, reason } = result as { __typename: string; reason?: string };
  line.dataset.outcome = __typename;
  line.textContent = reason === undefined ? __typename : `${__typename}: ${reason}`;
}
