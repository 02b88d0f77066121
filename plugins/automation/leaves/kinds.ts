import type { Leaf, LeafType, Undo } from '../definition/leaf.js';
import { approvalKind } from './approval.js';
import { capabilityKind } from './capability.js';
import { goalKind } from './goal.js';
import type { LeafKind } from './leaf-kind.js';
import { notifyKind } from './notify.js';
import { operationKind } from './operation.js';
import { ruleKind } from './rule.js';
import { waitKind } from './wait.js';

const kinds: { readonly [Type in LeafType]: LeafKind<Type> } = {
  approval: approvalKind,
  capability: capabilityKind,
  goal: goalKind,
  notify: notifyKind,
  operation: operationKind,
  rule: ruleKind,
  wait: waitKind,
};

/** How the steps of this step's type are done. */
export function kindOf(step: Pick<Leaf | Undo, 'type'>): LeafKind {
  return kinds[step.type] as LeafKind;
}
