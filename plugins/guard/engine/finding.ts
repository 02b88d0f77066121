/** How grave a finding is by itself; the policy decides what it leads to. */
export type Severity = 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH';

/** What a rule found in one text. Positions are UTF-16 indices. */
export interface Finding {
  /** Family and name, e.g. `instruction.override`, `personal.iban`, `secret.api-key`. */
  kind: string;
  severity: Severity;
  /** The rule that found it; its version rises when what it finds changes. */
  rule: string;
  version: number;
  start: number;
  end: number;
}
