import { operation } from 'tributary/client';

export interface Culprit {
  plugin: string;
  coordinate: string | null;
  operation: string | null;
  message: string;
  hint: string;
}

/** What a change of a plugin came to. */
export type ChangeOutcome =
  | { type: 'PluginEnabled' | 'PluginDisabled'; plugin: string; version: string; generation: string | null }
  | {
      type: 'PluginChecked';
      plugin: string;
      version: string;
      added: string[];
      removed: string[];
      changed: string[];
    }
  | { type: string; code: string; message: string; hint: string; culprits?: Culprit[] };

const outcome = `
  type: __typename
  ... on PluginEnabled { plugin version generation }
  ... on PluginDisabled { plugin version generation }
  ... on PluginChecked { plugin version added removed changed }
  ... on Failure { code message hint }
  ... on CompositionFailed { culprits { ...Culprit } }
  ... on BreakingChange { culprits { ...Culprit } }
  ... on PermissionDenied { culprits { ...Culprit } }
  ... on MissingDependency { culprits { ...Culprit } }
  ... on PluginRefused { culprits { ...Culprit } }`;
const culprit = 'fragment Culprit on PluginCulprit { plugin coordinate operation message hint }';

interface Given extends Record<string, unknown> {
  input: Record<string, unknown>;
}

export const enablePlugin = operation<{ change: ChangeOutcome }, Given>(`
  mutation EnablePlugin($input: EnablePluginInput!) { change: enablePlugin(input: $input) { ${outcome} } } ${culprit}`);

export const disablePlugin = operation<{ change: ChangeOutcome }, Given>(`
  mutation DisablePlugin($input: DisablePluginInput!) { change: disablePlugin(input: $input) { ${outcome} } } ${culprit}`);

export const checkPlugin = operation<{ change: ChangeOutcome }, Given>(`
  mutation CheckPlugin($input: CheckPluginInput!) { change: checkPlugin(input: $input) { ${outcome} } } ${culprit}`);

export interface ListedPlugin {
  id: string;
  version: string;
  hash: string;
  state: string;
  enabledHere: boolean;
  source: string;
  isolation: string;
  health: { state: string; faults: number } | null;
  error: { code: string; message: string } | null;
}

export const listPlugins = operation<{ plugins: ListedPlugin[] }, Record<string, never>>(`
  query ListPlugins {
    plugins {
      id version hash state enabledHere source isolation health { state faults } error { code message }
    }
  }`);
