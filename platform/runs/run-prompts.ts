import type { Database, PromptPins, Prompts, PromptVersion, RunRecords } from '#platform';
import { inputHash, nameOf, type ParsedInput } from '#platform/plugin-host';
import type { RunFrame } from './run-frame.js';

interface RunPromptParts {
  readonly database: Database;
  readonly ports: { readonly prompts: Prompts; readonly runRecords: Pick<RunRecords, 'pin'> };
}

/**
 * The prompts of one run: each as it was pinned when the run was started, wherever labels stand now, and the same again
 * when another worker begins it anew.
 */
export class RunPrompts {
  readonly #versions = new Map<string, Promise<PromptVersion>>();
  #pins: PromptPins;

  constructor(
    private readonly tenant: string,
    private readonly frame: Pick<RunFrame, 'runId' | 'pins' | 'isStored'>,
    private readonly input: ParsedInput['input'],
    private readonly parts: RunPromptParts,
  ) {
    this.#pins = frame.pins;
  }

  /** The version that this run uses; its name first, then those that it is composed of. */
  async version(prompt: string): Promise<{ version: PromptVersion; names: string[] }> {
    const known = this.#versions.get(prompt) ?? this.#read(prompt);
    this.#versions.set(prompt, known);
    const version = await known.catch((error: unknown) => {
      this.#versions.delete(prompt);
      throw error;
    });
    return { version, names: [nameOf(version), ...(version.parts ?? [])] };
  }

  async #read(prompt: string): Promise<PromptVersion> {
    const { database, ports } = this.parts;
    return database.tenant(this.tenant, async (tx) => {
      // A prompt of another plugin, or a run that was started while no model was configured.
      if (!Object.hasOwn(this.#pins, prompt)) {
        const { pins } = await ports.prompts.pin(tx, [prompt], inputHash(this.input));
        const added = Object.fromEntries(
          Object.entries(pins).filter(([name]) => !Object.hasOwn(this.#pins, name)),
        );
        this.#pins = { ...this.#pins, ...added };
        if (this.frame.isStored) await ports.runRecords.pin(tx, this.frame.runId, added);
      }
      return ports.prompts.pinned(tx, this.#pins, prompt);
    });
  }
}
