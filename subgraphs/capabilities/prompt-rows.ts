import type { PromptVersion, Transaction } from '#platform';
import type { PromptVariant } from './prompt-assignment.js';

/** A version as it is stored, not composed. */
export interface StoredPrompt extends PromptVersion {
  plugin: string;
  partials: string[];
}

/** Versions that the tenant of the transaction can see, as a table: those of plugins and its own. */
export const visibleVersions = `(
  select id, prompt, plugin, version, text, settings, partials, content_hash, created_at,
         null::text as note, null::text as created_by, false as "isOwn"
    from capabilities.prompt_versions
   union all
  select id, prompt, plugin, version, text, settings, partials, content_hash, created_at, note, created_by, true
    from capabilities.tenant_prompt_versions)`;

const stored = 'v.id, v.prompt, v.plugin, v.version, v.text, v.settings, v.partials';

/** Where a label stands for the tenant, with the experiment that runs over it. */
export interface LabelledPrompt extends StoredPrompt {
  experiment: string | null;
  variants: PromptVariant[] | null;
}

/** What a label stands at, the tenant's own before that of all; without `prompts` of every prompt. */
export function labelled(
  tx: Transaction,
  label: string,
  prompts: readonly string[] | null,
): Promise<LabelledPrompt[]> {
  return tx.query<LabelledPrompt>(
    `select distinct on (l.prompt) ${stored}, e.id as experiment, e.variants
       from (select prompt, label, version_id, 0 as rank from capabilities.tenant_prompt_labels
              union all select prompt, label, version_id, 1 from capabilities.prompt_labels) l
       join ${visibleVersions} v on v.id = l.version_id
       left join capabilities.prompt_experiments e on e.prompt = l.prompt and e.ended_at is null
      where l.label = $1 and ($2::text[] is null or l.prompt = any($2))
      order by l.prompt, l.rank`,
    [label, prompts],
  );
}

/** Versions by their ids. */
export function versionsOf(tx: Transaction, ids: readonly string[]): Promise<StoredPrompt[]> {
  return tx.query<StoredPrompt>(`select ${stored} from ${visibleVersions} v where v.id = any($1)`, [ids]);
}

/** A version by its number; undefined when the tenant sees none. */
export async function versionNumbered(
  tx: Transaction,
  prompt: string,
  version: number,
): Promise<StoredPrompt | undefined> {
  const [found] = await tx.query<StoredPrompt>(
    `select ${stored} from ${visibleVersions} v where v.prompt = $1 and v.version = $2`,
    [prompt, version],
  );
  return found;
}

/** The lock under which versions get their numbers, one after the other. */
export async function lockNumbers(tx: Transaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('capabilities.prompts', 0))`);
}
