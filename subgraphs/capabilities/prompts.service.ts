import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 } from 'uuid';
import type {
  Outbox,
  PinnedPrompts,
  PromptPins,
  Prompts,
  PromptVersion,
  SystemDatabase,
  Transaction,
} from '#platform';
import { authorize } from '#platform/access';
import { composeText, nameOf, partialsOf } from '#platform/plugin-host';
import { variantFor } from './prompt-assignment.js';
import {
  type LabelAction,
  type LabelName,
  type LabelPlace,
  movedBack,
  movedTo,
  sharedLabels,
} from './prompt-labels.js';
import {
  type LabelledPrompt,
  labelled,
  lockNumbers,
  type StoredPrompt,
  versionNumbered,
  versionsOf,
} from './prompt-rows.js';

type PromptSeed = Parameters<Prompts['seed']>[0][number];

/** What tells equal versions of a prompt. */
export function contentHash(content: { text: string; settings: unknown }): string {
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
}

/** The versions of plugins belong to no tenant; a tenant's own stand beside them. No version ever changes. */
export function createPrompts(system: SystemDatabase): Prompts {
  return {
    async seed(prompts) {
      if (prompts.length === 0) return;
      await system.across(async (tx) => {
        // Processes that start together number versions one after the other.
        await lockNumbers(tx);
        for (const prompt of prompts) await seedOne(tx, prompt);
      });
    },

    async current(tx, prompt, label = 'production') {
      const [found] = await labelled(tx, label, [prompt]);
      if (!found) throw new AppError('PROMPT_NOT_FOUND', { prompt });
      const { pins } = await pinAll(tx, found.partials, null);
      return pinned(tx, { ...pins, [prompt]: found.id }, prompt);
    },

    async pin(tx, prompts, inputHash) {
      const found = await pinAll(tx, prompts, inputHash);
      const missing = prompts.find((prompt) => !Object.hasOwn(found.pins, prompt));
      if (missing !== undefined) throw new AppError('PROMPT_NOT_FOUND', { prompt: missing });
      return found;
    },

    async repin(tx, { pins, names }, wanted) {
      const chosen = await Promise.all(
        Object.entries(wanted).map(([prompt, which]) => standingAt(tx, prompt, which)),
      );
      const below = await pinAll(
        tx,
        chosen.flatMap(({ partials }) => partials),
        null,
      );
      const others = names.filter((name) => !Object.hasOwn(wanted, name.slice(0, name.lastIndexOf('@'))));
      return {
        pins: { ...below.pins, ...pins, ...Object.fromEntries(chosen.map(({ prompt, id }) => [prompt, id])) },
        names: [...new Set([...others, ...below.names, ...chosen.map(nameOf)])].sort(),
      };
    },

    pinned,
  };
}

/** A version by its number, or where a label stands. */
async function standingAt(tx: Transaction, prompt: string, which: string): Promise<StoredPrompt> {
  const found = /^\d{1,9}$/.test(which)
    ? await versionNumbered(tx, prompt, Number(which))
    : (await labelled(tx, which, [prompt]))[0];
  if (!found) throw new AppError('PROMPT_NOT_FOUND', { prompt: `${prompt}@${which}` });
  return found;
}

/** Where the prompts stand now, and what they are composed of, level by level. One that is missing is left out. */
async function pinAll(
  tx: Transaction,
  prompts: readonly string[],
  inputHash: string | null,
): Promise<PinnedPrompts> {
  const found = new Map<string, Pick<StoredPrompt, 'id' | 'prompt' | 'version' | 'partials'>>();
  const asked = new Set<string>();
  for (let level = [...prompts]; level.length > 0; ) {
    for (const name of level) asked.add(name);
    const versions = await Promise.all(
      (await labelled(tx, 'production', level)).map((standing) => chosen(tx, standing, inputHash)),
    );
    for (const version of versions) found.set(version.prompt, version);
    level = [...new Set(versions.flatMap(({ partials }) => partials))].filter((name) => !asked.has(name));
  }
  return {
    pins: Object.fromEntries([...found].map(([prompt, { id }]) => [prompt, id])),
    names: [...found.values()].map(nameOf).sort(),
  };
}

/** What the experiment over a prompt gives this input; else where the label stands. */
async function chosen(
  tx: Transaction,
  standing: LabelledPrompt,
  inputHash: string | null,
): Promise<StoredPrompt> {
  const { experiment, variants, prompt } = standing;
  if (inputHash === null || experiment === null || !variants) return standing;
  const variant = variantFor(variants, { tenant: tx.tenant ?? '', prompt, experiment, inputHash });
  if (!variant || variant.id === standing.id) return standing;
  const [version] = await versionsOf(tx, [variant.id]);
  return version ?? standing;
}

async function pinned(tx: Transaction, pins: PromptPins, prompt: string): Promise<PromptVersion> {
  const known = new Map<string, StoredPrompt>();
  const asked = new Set<string>();
  for (let level = [prompt]; level.length > 0; ) {
    for (const name of level) asked.add(name);
    const ids = level.flatMap((name) => (Object.hasOwn(pins, name) ? [pins[name]] : []));
    const versions = ids.length > 0 ? await versionsOf(tx, ids as string[]) : [];
    for (const version of versions) known.set(version.prompt, version);
    level = versions.flatMap(({ partials }) => partials).filter((name) => !asked.has(name));
  }
  const version = known.get(prompt);
  if (!version) throw new AppError('PROMPT_NOT_FOUND', { prompt });
  const { id, version: number, settings } = version;
  const text = composeText(prompt, (name) => known.get(name)?.text);
  const parts = [...known.values()].filter((part) => part !== version).map(nameOf);
  return { id, prompt, version: number, text, settings, parts: parts.sort() };
}

/**
 * A text that was seen before is left where it is. A new one is released, unless somebody has moved the label: then it
 * waits for the next one who does.
 */
async function seedOne(tx: Transaction, { plugin, prompt, text, settings }: PromptSeed): Promise<void> {
  const [made] = await tx.query<{ id: string }>(
    `insert into capabilities.prompt_versions (id, prompt, plugin, version, text, settings, content_hash, partials)
     select $1, $2, $3,
            1 + greatest((select max(version) from capabilities.prompt_versions where prompt = $2),
                         (select max(version) from capabilities.tenant_prompt_versions where prompt = $2), 0),
            $4, $5, $6, $7
     on conflict (prompt, content_hash) do nothing returning id`,
    [v7(), prompt, plugin, text, JSON.stringify(settings), contentHash({ text, settings }), partialsOf(text)],
  );
  if (!made) return;
  const released = await tx.query(
    `insert into capabilities.prompt_labels as l (prompt, label, version_id) values ($1, 'production', $2)
     on conflict (prompt, label) do update
        set version_id = excluded.version_id, previous = l.previous || l.version_id, moved_at = clock_timestamp()
      where l.moved_by is null returning 1`,
    [prompt, made.id],
  );
  if (released.length === 0) return;
  await tx.query(
    `insert into capabilities.prompt_moves (id, prompt, label, version_id, action)
     values ($1, $2, 'production', $3, 'RELEASED')`,
    [v7(), prompt, made.id],
  );
}

/** Moves what stands for every tenant without a label of its own; for those who operate the system. */
export class SharedPromptLabels {
  constructor(
    private readonly parts: {
      system: SystemDatabase;
      outbox: Outbox;
      /** The tenants that `OPERATOR_TENANTS` names; `*` for all. */
      operators: readonly string[];
    },
  ) {}

  /** Without a version the label follows the files of the plugin again. Versions of tenants cannot be given to others. */
  move(context: RequestContext, name: LabelName, version: number | null): Promise<string> {
    return this.#change(context, name, async (tx) => {
      const [found] = await tx.query<{ id: string }>(
        `select id from capabilities.prompt_versions where prompt = $1 and ($2::int is null or version = $2)
          order by version desc limit 1`,
        [name.prompt, version],
      );
      if (!found) {
        throw new AppError('NOT_FOUND', {
          thing: `Version ${version} of the prompt ${name.prompt} of a plugin`,
        });
      }
      const own = await sharedLabels.find(tx, name);
      if (!own) await sharedLabels.expectRoom(tx, name);
      const place = movedTo(own, found.id);
      return { place, action: version === null ? 'FOLLOWED' : 'MOVED' };
    });
  }

  rollBack(context: RequestContext, name: LabelName): Promise<string> {
    return this.#change(context, name, async (tx) => {
      const place = await sharedLabels.find(tx, name);
      if (!place) {
        throw new AppError('NOT_FOUND', { thing: `The label ${name.label} of the prompt ${name.prompt}` });
      }
      const back = movedBack(place);
      if (back) return { place: back, action: 'ROLLED_BACK' };
      throw new AppError('CONFLICT', { reason: `the label ${name.label} has stood nowhere else before` });
    });
  }

  async #change(
    context: RequestContext,
    name: LabelName,
    choose: (tx: Transaction) => Promise<{ place: LabelPlace; action: LabelAction }>,
  ): Promise<string> {
    const { system, outbox, operators } = this.parts;
    authorize(context, 'prompts:manage');
    if (!operators.includes('*') && !operators.includes(context.tenant)) {
      throw new AppError('FORBIDDEN', { needed: 'prompts:manage in a tenant that OPERATOR_TENANTS names' });
    }
    await system.across(async (tx) => {
      await lockNumbers(tx);
      const { place, action } = await choose(tx);
      await sharedLabels.place(tx, name, place, action === 'FOLLOWED' ? null : context.actor);
      await sharedLabels.note(tx, name, { action, versionId: place.versionId, actor: context.actor });
      await outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'prompts.moveLabelOfAll',
        subjects: [{ type: 'Prompt', id: name.prompt }],
        body: { label: name.label, action, id: place.versionId },
      });
    });
    return name.prompt;
  }
}
