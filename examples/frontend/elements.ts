import { ClientError } from 'tributary/client';

/** What a view that is kept up to date gets. */
export interface LiveView {
  /** Ends the view. */
  signal: AbortSignal;
  /** Is called once the view shows what there is and listens to changes. */
  onLive(): void;
}

/** The element of the page with this id. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new DOMException(`The page has no ${kind.name} #${id}`, 'NotFoundError');
}

/** A new element around texts and other elements; a text is set as text, whatever it says. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  ...content: (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

/** Where something stands, in words of its own column. */
export function stateElement(...content: (string | Node)[]): HTMLSpanElement {
  const made = element('span', ...content);
  made.className = 'state';
  return made;
}

/** Shows what went wrong and what to do about it, or nothing. */
export function showProblem(problem: unknown): void {
  const line = byId('problem', HTMLParagraphElement);
  line.hidden = problem === null;
  line.textContent = problem instanceof Error ? textOf(problem) : String(problem ?? '');
}

/** Whether what is shown is kept up to date. */
export function showConnection(isLive: boolean): void {
  const line = byId('connection', HTMLParagraphElement);
  line.dataset.lost = String(!isLive);
  line.textContent = isLive ? 'Live' : 'The connection is lost; trying again …';
}

function textOf(error: Error): string {
  if (!(error instanceof ClientError)) return error.message;
  // A browser does not tell a page why: nobody answers, or the gateway does not know this origin.
  if (error.code === 'NETWORK')
    return `${error.message}. Is it running, with CORS_ORIGINS=${window.location.origin}?`;
  return [error.message, error.details.hint].filter(Boolean).join('. ');
}
