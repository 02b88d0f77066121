import { AppError, type ManifestInput } from 'tributary/sdk';

type Contributed = 'capabilities' | 'events' | 'prompts' | 'fields' | 'jobs' | 'evaluators' | 'rules';
type Listed = 'capabilities' | 'jobs' | 'evaluators' | 'rules';

/**
 * The files of a plugin while parts are added to them: none is written before all fit. What an author has changed by
 * hand stays; where a part would have to be guessed into it, it is refused.
 */
export class PluginDraft {
  readonly #files: Map<string, string>;
  readonly #manifest: ManifestInput;

  constructor(files: ReadonlyMap<string, string>) {
    this.#files = new Map(files);
    this.#manifest = JSON.parse(this.read('plugin.json')) as ManifestInput;
  }

  get id(): string {
    return this.#manifest.id;
  }

  get manifest(): ManifestInput {
    return this.#manifest;
  }

  /** Every file by its path, with the manifest as it now is. */
  files(): ReadonlyMap<string, string> {
    return new Map([...this.#files, ['plugin.json', `${JSON.stringify(this.#manifest, null, 2)}\n`]]);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Errors: `SCAFFOLD_REFUSED` when it is missing. */
  read(path: string): string {
    const text = this.#files.get(path);
    if (text === undefined) throw refused(`${path} is missing`, 'Write it anew, or make another plugin.');
    return text;
  }

  /** A new file. Errors: `NAME_TAKEN` when it is there. */
  write(path: string, text: string): void {
    if (this.has(path)) throw taken(path, 'there is such a file');
    this.#files.set(path, text);
  }

  replace(path: string, text: string): void {
    this.#files.set(path, text);
  }

  /** Errors: `NAME_TAKEN` when the manifest has it. */
  contribute(kind: Contributed, name: string): void {
    const known = this.#manifest.contributes[kind] ?? [];
    if (known.includes(name)) throw taken(name, `${this.id} contributes it already`);
    this.#manifest.contributes[kind] = [...known, name];
  }

  permit(...services: readonly string[]): void {
    this.#manifest.permissions = [...new Set([...this.#manifest.permissions, ...services])];
  }

  /** Adds text after what the pattern finds. Errors: `SCAFFOLD_REFUSED` when it finds nothing. */
  insertAfter(path: string, pattern: RegExp, addition: string, mend: string): void {
    const text = this.read(path);
    const found = pattern.exec(text);
    if (!found) throw refused(`${path} has a form of its own`, `Open it and ${mend} by hand.`);
    const at = found.index + found[0].length;
    this.replace(path, text.slice(0, at) + addition + text.slice(at));
  }

  /** An import at the top, once. */
  importInto(path: string, line: string): void {
    const text = this.read(path);
    if (!text.includes(line)) this.replace(path, `${line}\n${text}`);
  }

  /** Makes `index.ts` bring it. */
  list(list: Listed, variable: string, file: string): void {
    this.importInto('index.ts', `import { ${variable} } from './${file}.js';`);
    const mend = `add ${variable} to ${list}`;
    const hasList = new RegExp(`\\b${list}: \\[`).exec(this.read('index.ts'));
    if (hasList) this.insertAfter('index.ts', new RegExp(`\\b${list}: \\[`), `${variable}, `, mend);
    else this.insertAfter('index.ts', /definePlugin\(manifest, \{/, `\n  ${list}: [${variable}],`, mend);
  }
}

/** Errors of what cannot be added, with what to do instead. */
export const refused = (reason: string, mend: string): AppError =>
  new AppError('SCAFFOLD_REFUSED', { reason, mend });
export const taken = (name: string, reason: string): AppError =>
  new AppError('NAME_TAKEN', { name, reason, mend: 'nothing was changed' });
