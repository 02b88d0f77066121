import { badUsage } from '../../commands/command.js';
import { camel } from '../subgraph/names.js';
import { PluginDraft } from './draft.js';
import { fieldNames, type PartNames, partNames } from './names.js';
import { addCapability } from './parts/capability.js';
import { addEvaluator } from './parts/evaluator.js';
import { addField } from './parts/field.js';
import { addJob } from './parts/job.js';
import { addPrompt, onlyCapability } from './parts/prompt.js';
import { addRule } from './parts/rule.js';
import { skeleton } from './parts/skeleton.js';

/** The parts that are asked for; a flag without a value stands for the usual name. */
export interface PluginParts {
  readonly capability?: string;
  readonly field?: string;
  readonly streaming?: boolean;
  readonly job?: boolean;
  readonly rule?: boolean;
  readonly evaluator?: boolean;
  readonly prompt?: string;
}

export interface PlanContext {
  /** The public graph, in SDL. */
  readonly api: string;
  /** Where the schema of manifests lies, seen from the plugin. */
  readonly schema: string;
}

/** What parts are called when nobody says it. */
export const usual = {
  capability: 'find',
  job: 'catch-up',
  rule: 'most-words',
  evaluator: 'same-words',
} as const;

/** The files of a new plugin. Errors: `BAD_USER_INPUT`, `NAME_TAKEN`, `SCAFFOLD_REFUSED`. */
export function planPlugin(name: string, parts: PluginParts, context: PlanContext): PluginDraft {
  const draft = new PluginDraft(skeleton(name, context.schema));
  const { capability = usual.capability, field = `Document.${camel(name)}` } = parts;
  extendPlugin(draft, { ...parts, capability, field, prompt: undefined }, context);
  return draft;
}

/** Adds parts to a plugin that is there. Errors: `BAD_USER_INPUT`, `NAME_TAKEN`, `SCAFFOLD_REFUSED`. */
export function extendPlugin(draft: PluginDraft, parts: PluginParts, { api }: PlanContext): void {
  const { id } = draft;
  const isNew = parts.capability !== undefined && !hasCapability(draft, parts.capability);
  if (isNew) addCapability(draft, partNames(id, 'capability', parts.capability ?? ''));
  if (parts.prompt !== undefined) addPrompt(draft, parts.prompt);
  if (parts.field !== undefined) {
    addField(draft, fieldNames(parts.field, api), capabilityOf(draft, parts), parts.streaming ?? false);
  } else if (parts.streaming) throw badUsage('--streaming goes with --field');
  if (parts.job) addJob(draft, partNames(id, 'job', usual.job), capabilityOf(draft, parts));
  if (parts.rule) addRule(draft, partNames(id, 'rule', usual.rule));
  if (parts.evaluator) addEvaluator(draft, partNames(id, 'evaluator', usual.evaluator));
}

function hasCapability({ id, manifest }: PluginDraft, given: string): boolean {
  const { capabilities = [] } = manifest.contributes;
  return capabilities.includes(partNames(id, 'capability', given).id);
}

/** The capability that a part rests on: the one that was named, or the only one. */
function capabilityOf(draft: PluginDraft, { capability }: PluginParts): PartNames {
  const names = partNames(draft.id, 'capability', capability ?? onlyCapability(draft));
  const path = `${names.file}.ts`;
  if (draft.has(path) && draft.read(path).includes(`export const ${names.variable} `)) return names;
  throw badUsage(`${names.id} is looked for as ${names.variable} in ${path}, and is not there`);
}
