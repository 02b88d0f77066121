import { type Client, ClientError, createClient, operation } from 'tributary/client';
import { showDocuments, takeFiles } from './documents.js';
import { byId, type LiveView, showConnection, showProblem } from './elements.js';
import { takeQuestions } from './question.js';
import { showReviews } from './reviews.js';

const whoAmI = operation<{ me: { actor: string } }>('query WhoAmI { me { actor } }');
const againMs = 1_000;

const form = byId('sign-in', HTMLFormElement);
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const given = new FormData(form);
  try {
    const client = createClient({ url: String(given.get('url')), token: String(given.get('token')) });
    await client.request(whoAmI, {});
    begin(client);
  } catch (error) {
    showProblem(error);
  }
});

function begin(client: Client): void {
  form.hidden = true;
  showProblem(null);
  for (const main of document.getElementsByTagName('main')) main.hidden = false;
  takeFiles(client);
  takeQuestions(client);
  const leaving = new AbortController();
  window.addEventListener('pagehide', () => leaving.abort(), { once: true });
  keep((view) => showDocuments(client, view), leaving.signal);
  keep((view) => showReviews(client, view), leaving.signal);
}

/** Live views go on after a connection was lost: each reads what there is and listens again. */
async function keep(show: (view: LiveView) => Promise<void>, signal: AbortSignal): Promise<void> {
  const view = { signal, onLive: () => showConnection(true) };
  while (!signal.aborted) {
    try {
      await show(view);
    } catch (error) {
      // What needs a person is said; a lost connection comes back by itself.
      if (!signal.aborted && !(error instanceof ClientError && error.retryable)) showProblem(error);
    }
    if (!signal.aborted) showConnection(false);
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
