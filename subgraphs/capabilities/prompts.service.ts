import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { AppError } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Prompts, PromptVersion, SystemDatabase, Transaction } from '#platform';

type PromptSeed = Parameters<Prompts['seed']>[0][number];

/** Prompt versions belong to no tenant: they come with the plugins, and a version never changes. */
export function createPrompts(system: SystemDatabase): Prompts {
  return {
    async seed(prompts) {
      if (prompts.length === 0) return;
      await system.across(async (tx) => {
        // Processes that start together number versions one after the other.
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('capabilities.prompts', 0))`);
        for (const prompt of prompts) await seedOne(tx, prompt);
      });
    },

    async current(tx, prompt, label = 'production') {
      const [row] = await tx.query<PromptVersion>(
        `select v.id, v.prompt, v.version, v.text, v.settings
           from capabilities.prompt_labels l join capabilities.prompt_versions v on v.id = l.version_id
          where l.prompt = $1 and l.label = $2`,
        [prompt, label],
      );
      if (!row) throw new AppError('PROMPT_NOT_FOUND', { prompt });
      return row;
    },
  };
}

/** A text that was seen before is left where it is, and so is the label: somebody may have rolled back. */
async function seedOne(tx: Transaction, { plugin, prompt, text, settings }: PromptSeed): Promise<void> {
  const hash = createHash('sha256')
    .update(canonicalize({ text, settings }) ?? '')
    .digest('hex');
  const [made] = await tx.query<{ id: string }>(
    `insert into capabilities.prompt_versions (id, prompt, plugin, version, text, settings, content_hash)
     select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6
       from capabilities.prompt_versions where prompt = $2
     on conflict (prompt, content_hash) do nothing returning id`,
    [v7(), prompt, plugin, text, JSON.stringify(settings), hash],
  );
  if (!made) return;
  await tx.query(
    `insert into capabilities.prompt_labels (prompt, label, version_id) values ($1, 'production', $2)
     on conflict (prompt, label) do update set version_id = excluded.version_id`,
    [prompt, made.id],
  );
}
