import { AppError, type RequestContext } from 'tributary/sdk';
import type { Database, Transaction } from '#platform';
import { authorize, isAuthorized } from '#platform/access';
import type {
  Prompt,
  PromptExperiment,
  PromptLabel,
  PromptLabelMove,
  PromptVersionType,
} from './prompt.type.js';
import type { PromptDiff } from './prompt-change.type.js';
import { diffOf } from './prompt-diff.js';
import { versionNumbered, visibleVersions } from './prompt-rows.js';

/** How many moves of a prompt's labels are shown. */
const shownMoves = 20;

type VersionRow = PromptVersionType & { plugin: string };
type LabelRow = PromptLabel & { name: string };
type ExperimentRow = PromptExperiment & { name: string };

/** Prompts as the tenant sees them, for people who look at them. */
export class PromptReader {
  constructor(private readonly database: Database) {}

  /** All prompts, or those that are named, with their newest versions and those in use; `also` is one more version. */
  async list(
    context: RequestContext,
    names: readonly string[] | null = null,
    also: number | null = null,
  ): Promise<Prompt[]> {
    expectMayRead(context);
    return this.database.tenant(context.tenant, async (tx) => {
      const versions = await readVersions(tx, names, also);
      const labels = await readLabels(tx, names);
      const experiments = await readExperiments(tx, names);
      const prompts = new Map<string, Prompt>();
      for (const { plugin, ...version } of versions) {
        const { name } = version;
        const prompt = prompts.get(name) ?? {
          name,
          plugin,
          versions: [],
          labels: labels.filter((label) => label.name === name),
          experiment: experiments.find((experiment) => experiment.name === name) ?? null,
        };
        const at = prompt.labels.filter((label) => label.version === version.version);
        prompt.versions.push({ ...version, labels: at.map(({ label }) => label) });
        prompts.set(name, prompt);
      }
      return [...prompts.values()];
    });
  }

  async find(context: RequestContext, name: string, also: number | null = null): Promise<Prompt | null> {
    const [prompt] = await this.list(context, [name], also);
    return prompt ?? null;
  }

  /** @throws AppError `PROMPT_NOT_FOUND` */
  async expect(context: RequestContext, name: string, also: number | null = null): Promise<Prompt> {
    const prompt = await this.find(context, name, also);
    if (!prompt) throw new AppError('PROMPT_NOT_FOUND', { prompt: name });
    return prompt;
  }

  /** The newest moves of a prompt's labels. */
  history({ tenant }: RequestContext, prompt: string): Promise<PromptLabelMove[]> {
    return this.database.tenant(tenant, (tx) =>
      tx.query<PromptLabelMove>(
        `select m.label, m.action, m.owner, v.version, m.moved_by as "movedBy", m.moved_at as "movedAt"
           from (select label, action, version_id, moved_by, moved_at, 'TENANT' as owner
                   from capabilities.tenant_prompt_moves where prompt = $1
                  union all
                 select label, action, version_id, null, moved_at, 'ALL' from capabilities.prompt_moves
                  where prompt = $1) m
           left join ${visibleVersions} v on v.id = m.version_id
          order by m.moved_at desc limit ${shownMoves}`,
        [prompt],
      ),
    );
  }

  /** Null when the tenant sees no such versions. */
  async diff(context: RequestContext, prompt: string, from: number, to: number): Promise<PromptDiff | null> {
    expectMayRead(context);
    return this.database.tenant(context.tenant, async (tx) => {
      const before = await versionNumbered(tx, prompt, from);
      const after = await versionNumbered(tx, prompt, to);
      return before && after ? diffOf(before, after) : null;
    });
  }
}

/** Who changes prompts sees what became of them. */
function expectMayRead(context: RequestContext): void {
  if (!isAuthorized(context, 'prompts:manage')) authorize(context, 'prompts:read');
}

/** The newest ten of each, and whatever a label or an experiment stands at, however old. */
function readVersions(
  tx: Transaction,
  names: readonly string[] | null,
  also: number | null,
): Promise<VersionRow[]> {
  return tx.query<VersionRow>(
    `select * from (
       select v.id, v.prompt as name, v.plugin, v.version, v.text, v.settings, v.partials, v.note,
              v.created_by as "createdBy", v.created_at as "createdAt",
              case when v."isOwn" then 'TENANT' else 'ALL' end as owner,
              row_number() over (partition by v.prompt order by v.version desc) as age
         from ${visibleVersions} v where $1::text[] is null or v.prompt = any($1)) newest
      where age <= 10 or version = $2
         or id in (select version_id from capabilities.tenant_prompt_labels
                   union select version_id from capabilities.prompt_labels
                   union select (e->>'id')::uuid from capabilities.prompt_experiments, jsonb_array_elements(variants) e
                          where ended_at is null)
      order by name, version desc`,
    [names, also],
  );
}

function readLabels(tx: Transaction, names: readonly string[] | null): Promise<LabelRow[]> {
  return tx.query<LabelRow>(
    `select distinct on (l.name, l.label) l.name, l.label, v.version, l.owner, l.pinned, l.at as "movedAt"
       from (select prompt as name, label, version_id, moved_at as at, true as pinned, 'TENANT' as owner, 0 as rank
               from capabilities.tenant_prompt_labels
              union all
             select prompt, label, version_id, moved_at, moved_by is not null, 'ALL', 1
               from capabilities.prompt_labels) l
       join ${visibleVersions} v on v.id = l.version_id
      where $1::text[] is null or l.name = any($1)
      order by l.name, l.label, l.rank`,
    [names],
  );
}

function readExperiments(tx: Transaction, names: readonly string[] | null): Promise<ExperimentRow[]> {
  return tx.query<ExperimentRow>(
    `select prompt as name, variants, started_by as "startedBy", started_at as "startedAt"
       from capabilities.prompt_experiments
      where ended_at is null and ($1::text[] is null or prompt = any($1))`,
    [names],
  );
}
