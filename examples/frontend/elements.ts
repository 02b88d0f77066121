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

/** Shows what went wrong, or nothing. */
export function showProblem(problem: unknown): void {
  const line = byId('problem', HTMLParagraphElement);
  line.hidden = problem === null;
  line.textContent = problem instanceof Error ? problem.message : String(problem ?? '');
}
