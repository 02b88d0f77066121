import { type Client, createClient, operation } from 'tributary/client';
import { showDocuments, takeFiles } from './documents.js';
import { byId, showProblem } from './elements.js';
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
  keep((signal) => showDocuments(client, signal), leaving.signal);
  keep((signal) => showReviews(client, signal), leaving.signal);
}

/** Live views go on after a connection was lost: each reads what there is and listens again. */
async function keep(show: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await show(signal);
    } catch (error) {
      if (!signal.aborted) showProblem(error);
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
