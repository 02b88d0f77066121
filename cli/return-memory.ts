/**
 * Gives what only the start needed back to the machine, in some tenths of a second: V8 by itself holds it until it runs
 * short, a third of all that an idle system has. Without `--expose-gc` (see `bootstrap.mjs`) nothing happens.
 */
export function returnMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
