import type { TargetSettings } from '../configuration/target.js';
import type { TargetInfo } from '../port.js';
import type { ChatProvider } from '../providers/provider.js';
import type { Circuit } from './circuit.js';
import type { Respite } from './respite.js';

/** A target with what all its callers share. */
export interface Target {
  readonly settings: TargetSettings;
  /** What is said of it to those who make prompts. */
  readonly info: TargetInfo;
  readonly circuit: Circuit;
  readonly respite: Respite;
  /** Its name in OpenTelemetry's list. */
  readonly providerName: string;
  /** Opened on first use: a provider's library takes a second to load. */
  provider(): Promise<ChatProvider>;
}
