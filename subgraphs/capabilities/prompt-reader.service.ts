import type { Database, Transaction } from '#platform';
import type { Prompt } from './catalogue.type.js';

interface PromptRow {
  name: string;
  plugin: string;
  version: number;
  text: string;
  settings: unknown;
  labels: string[];
  createdAt: Date;
}

/** Prompts with their newest versions, for people who look at them. */
export class PromptReader {
  constructor(private readonly database: Database) {}

  async list(tenant: string): Promise<Prompt[]> {
    const rows = await this.database.tenant(tenant, readRows);
    const prompts = new Map<string, Prompt>();
    for (const { name, plugin, ...version } of rows) {
      const prompt = prompts.get(name) ?? { name, plugin, versions: [] };
      prompt.versions.push(version);
      prompts.set(name, prompt);
    }
    return [...prompts.values()];
  }
}

function readRows(tx: Transaction): Promise<PromptRow[]> {
  return tx.query<PromptRow>(
    `select * from (
       select v.prompt as name, v.plugin, v.version, v.text, v.settings, v.created_at as "createdAt",
              array(select l.label from capabilities.prompt_labels l where l.version_id = v.id order by 1) as labels,
              row_number() over (partition by v.prompt order by v.version desc) as age
         from capabilities.prompt_versions v) newest
      where age <= 10 order by name, version desc`,
  );
}
