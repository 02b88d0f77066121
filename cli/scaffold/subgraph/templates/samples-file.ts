import { literal } from '../code.js';
import type { GeneratedNames } from '../generated-names.js';
import type { Model } from '../model.js';
import { minimalOf, refusedBy, sampleOf } from '../samples.js';
import { selectionOf } from '../selection.js';

/** `fixtures/samples.ts`: inputs that are accepted and refused. */
export function samplesFile(model: Model, { entity, single, noun, nouns }: GeneratedNames): string {
  const { fields } = model;
  const isUnique = fields.some(({ unique }) => unique);
  const nonce = (code: string) =>
    /\bnonce\b/.test(code) ? `{\n  const nonce = newId();\n  return ${code};\n}` : `{\n  return ${code};\n}`;
  const same = Object.fromEntries(
    Object.entries(sampleOf(fields, 1)).filter(
      ([name]) => !fields.some((one) => one.unique && one.name === name),
    ),
  );
  return `${isUnique ? "import { v7 as newId } from 'uuid';\n\n" : ''}/** Everything that the graph shows of ${nouns}. */
export const ${single}Selection =
  'id ${selectionOf(fields)} groups version createdBy createdAt updatedAt';

/** A whole ${noun}, as a request sends it. */
export function sample${entity}() ${nonce(literal(sampleOf(fields, 0)))}

/** A ${noun} with only what has to be there. */
export function minimal${entity}() ${nonce(literal(minimalOf(fields)))}

/** Other values, for a change. */
export const changed${entity} = ${literal(same)};
${refusals(model, entity)}`;
}

function refusals(model: Model, entity: string): string {
  const refused = refusedBy(model);
  if (refused.length === 0) return '';
  return `
/** What is refused: a name for the test, the field, and its value. */
export const refused${entity}: readonly (readonly [string, string, unknown])[] = [
${refused
  .map(({ name, field, value }) => `  [${JSON.stringify(name)}, '${field}', ${literal(value)}],`)
  .join('\n')}
];
`;
}
