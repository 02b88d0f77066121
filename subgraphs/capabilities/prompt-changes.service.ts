import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Database, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { parseInput, plainJson } from '#platform/graph';
import { partialsOf } from '#platform/plugin-host';
import type { PromptVariant } from './prompt-assignment.js';
import { checkPrompt, expectReadable } from './prompt-check.js';
import { experimentShape, moveShape, rollBackShape, saveShape } from './prompt-inputs.js';
import { type LabelName, movedBack, movedTo, sharedLabels, tenantLabels } from './prompt-labels.js';
import { labelled, lockNumbers, type StoredPrompt, versionNumbered } from './prompt-rows.js';
import { contentHash, type SharedPromptLabels } from './prompts.service.js';

interface ChangeParts {
  database: Database;
  outbox: Outbox;
  shared: SharedPromptLabels;
}

/** Changes what a tenant's runs are asked with. Needs `prompts:manage`; everything is audited. */
export class PromptChanges {
  constructor(private readonly parts: ChangeParts) {}

  /**
   * Saves a version of the tenant's own. Equal content is the version that there is.
   * @throws AppError `FORBIDDEN`, `BAD_USER_INPUT`, `PROMPT_NOT_FOUND`, `PROMPT_INVALID`
   */
  save(context: RequestContext, given: unknown): Promise<StoredPrompt> {
    return this.#change(context, async (tx) => {
      plainJson('input', given);
      const { prompt, text, settings, label, note } = parseInput(saveShape, given);
      const [standing] = await labelled(tx, 'production', [prompt]);
      if (!standing) throw new AppError('PROMPT_NOT_FOUND', { prompt });
      expectReadable(prompt, text);
      const checked = await checkPrompt(tx, { prompt, text, settings: settings ?? standing.settings });
      const content = { text, settings: checked };
      const number = await insertVersion(tx, context, { ...content, prompt, plugin: standing.plugin, note });
      const version = await expectVersion(tx, prompt, number);
      await this.#audit(tx, context, 'save', prompt, { version: number, hash: contentHash(content), label });
      if (label !== null) await this.#move(tx, context, { prompt, label }, version);
      return version;
    });
  }

  /**
   * Moves a label of the tenant; without a version it follows that of all tenants again.
   * @throws AppError `FORBIDDEN`, `BAD_USER_INPUT`, `NOT_FOUND`, `CONFLICT`, `PROMPT_INVALID`
   */
  async move(context: RequestContext, given: unknown): Promise<string> {
    const { prompt, label, version, everyTenant } = parseInput(moveShape, given);
    if (everyTenant) return this.parts.shared.move(context, { prompt, label }, version);
    return this.#change(context, async (tx) => {
      if (version !== null) {
        await this.#move(tx, context, { prompt, label }, await expectVersion(tx, prompt, version));
        return prompt;
      }
      if (!(await tenantLabels.find(tx, { prompt, label }))) {
        throw new AppError('CONFLICT', {
          reason: `the tenant has no label ${label} of its own at ${prompt}`,
        });
      }
      await tenantLabels.remove(tx, { prompt, label });
      await endDecided(tx, { prompt, label });
      const followed = { action: 'FOLLOWED', versionId: null, actor: context.actor } as const;
      await tenantLabels.note(tx, { prompt, label }, followed);
      await this.#audit(tx, context, 'followLabel', prompt, { label });
      return prompt;
    });
  }

  /**
   * Puts a label back to where it stood before, as often as it was moved.
   * @throws AppError `FORBIDDEN`, `NOT_FOUND`, `CONFLICT`
   */
  async rollBack(context: RequestContext, given: unknown): Promise<string> {
    const { prompt, label, everyTenant } = parseInput(rollBackShape, given);
    if (everyTenant) return this.parts.shared.rollBack(context, { prompt, label });
    return this.#change(context, async (tx) => {
      const name = { prompt, label };
      const place = (await tenantLabels.find(tx, name)) ?? (await sharedLabels.find(tx, name));
      if (!place) throw new AppError('NOT_FOUND', { thing: `The label ${label} of the prompt ${prompt}` });
      const back = movedBack(place);
      if (!back)
        throw new AppError('CONFLICT', { reason: `the label ${label} has stood nowhere else before` });
      const { versionId } = back;
      await tenantLabels.place(tx, name, back, context.actor);
      await endDecided(tx, name);
      await tenantLabels.note(tx, name, { action: 'ROLLED_BACK', versionId, actor: context.actor });
      await this.#audit(tx, context, 'rollBackLabel', prompt, {
        label,
        from: place.versionId,
        to: versionId,
      });
      return prompt;
    });
  }

  /**
   * Begins an experiment in place of the one that runs, or ends it when there are no variants.
   * @throws AppError `FORBIDDEN`, `BAD_USER_INPUT`, `NOT_FOUND`, `PROMPT_INVALID`
   */
  setExperiment(context: RequestContext, given: unknown): Promise<string> {
    return this.#change(context, async (tx) => {
      const { prompt, variants } = parseInput(experimentShape, given);
      const [standing] = await labelled(tx, 'production', [prompt]);
      if (!standing) throw new AppError('PROMPT_NOT_FOUND', { prompt });
      const chosen: PromptVariant[] = [];
      for (const { weight, version, label } of variants ?? []) {
        const found =
          version === null
            ? await expectLabelled(tx, prompt, label ?? '')
            : await expectVersion(tx, prompt, version);
        await checkPrompt(tx, found);
        if (chosen.some(({ id }) => id === found.id)) {
          throw new AppError('BAD_USER_INPUT', { reason: `variants: version ${found.version} is in twice` });
        }
        chosen.push({ id: found.id, version: found.version, weight });
      }
      await endExperiment(tx, prompt);
      if (chosen.length > 0) {
        await tx.query(
          `insert into capabilities.prompt_experiments (tenant_id, id, prompt, variants, started_by)
           values ($1, $2, $3, $4, $5)`,
          [context.tenant, v7(), prompt, JSON.stringify(chosen), context.actor],
        );
      }
      await this.#audit(tx, context, 'setExperiment', prompt, { variants: chosen });
      return prompt;
    });
  }

  async #change<Result>(
    context: RequestContext,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    authorize(context, 'prompts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      // One change after the other: numbers and histories have an order.
      await lockNumbers(tx);
      return work(tx);
    });
  }

  async #move(
    tx: Transaction,
    context: RequestContext,
    name: LabelName,
    version: StoredPrompt,
  ): Promise<void> {
    if (name.label === 'production') await checkPrompt(tx, version);
    const own = await tenantLabels.find(tx, name);
    if (!own) await tenantLabels.expectRoom(tx, name);
    const place = movedTo(own ?? (await sharedLabels.find(tx, name)), version.id);
    await tenantLabels.place(tx, name, place, context.actor);
    await endDecided(tx, name);
    await tenantLabels.note(tx, name, { action: 'MOVED', versionId: version.id, actor: context.actor });
    const { prompt, label } = name;
    await this.#audit(tx, context, 'moveLabel', prompt, { label, version: version.version, id: version.id });
  }

  #audit(
    tx: Transaction,
    context: RequestContext,
    action: string,
    prompt: string,
    body: Record<string, unknown>,
  ) {
    const subjects = [{ type: 'Prompt', id: prompt }];
    return this.parts.outbox.audit(tx, context, {
      kind: 'mutation',
      action: `prompts.${action}`,
      subjects,
      body,
    });
  }
}

/** Whoever releases a version has decided: the experiment over the prompt is at its end. */
async function endDecided(tx: Transaction, { prompt, label }: LabelName): Promise<void> {
  if (label === 'production') await endExperiment(tx, prompt);
}

async function endExperiment(tx: Transaction, prompt: string): Promise<void> {
  await tx.query(
    'update capabilities.prompt_experiments set ended_at = clock_timestamp() where prompt = $1 and ended_at is null',
    [prompt],
  );
}

async function expectVersion(tx: Transaction, prompt: string, version: number): Promise<StoredPrompt> {
  const found = await versionNumbered(tx, prompt, version);
  if (!found) throw new AppError('NOT_FOUND', { thing: `Version ${version} of the prompt ${prompt}` });
  return found;
}

async function expectLabelled(tx: Transaction, prompt: string, label: string): Promise<StoredPrompt> {
  const [found] = await labelled(tx, label, [prompt]);
  if (!found) throw new AppError('NOT_FOUND', { thing: `The label ${label} of the prompt ${prompt}` });
  return found;
}

/** Gives its number, or that of the version with the same content that the tenant sees already. */
async function insertVersion(
  tx: Transaction,
  context: RequestContext,
  made: {
    prompt: string;
    plugin: string;
    text: string;
    settings: Record<string, unknown>;
    note: string | null;
  },
): Promise<number> {
  const { prompt, plugin, text, settings, note } = made;
  const hash = contentHash({ text, settings });
  const [known] = await tx.query<{ version: number }>(
    `select version from capabilities.prompt_versions where prompt = $1 and content_hash = $2
      union all select version from capabilities.tenant_prompt_versions where prompt = $1 and content_hash = $2`,
    [prompt, hash],
  );
  if (known) return known.version;
  const [row] = await tx.query<{ version: number }>(
    `insert into capabilities.tenant_prompt_versions
       (tenant_id, id, prompt, plugin, version, text, settings, partials, content_hash, note, created_by)
     select $1, $2, $3, $4,
            1 + greatest((select max(version) from capabilities.prompt_versions where prompt = $3),
                         (select max(version) from capabilities.tenant_prompt_versions where prompt = $3), 0),
            $5, $6, $7, $8, $9, $10
     returning version`,
    [
      context.tenant,
      v7(),
      prompt,
      plugin,
      text,
      JSON.stringify(settings),
      partialsOf(text),
      hash,
      note,
      context.actor,
    ],
  );
  return row?.version ?? 0;
}
