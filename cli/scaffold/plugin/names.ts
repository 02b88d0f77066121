import { badUsage } from '../../commands/command.js';
import { camel, kebab, pascal, spoken } from '../subgraph/names.js';
import { taken } from './draft.js';

const pluginName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const partName = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;
const coordinate = /^([A-Z][A-Za-z0-9]*)\.([a-z][A-Za-z0-9]*)$/;
const longest = 48;
/** Files and services of these names are there already. */
const known = new Set(['index', 'subgraph', 'plugin', 'schema', 'manifest', 'sdk']);

/** How a plugin is called: the name of its folder. Errors: `BAD_USER_INPUT`. */
export function checkedPluginName(name: string): string {
  if (!pluginName.test(name) || name.length < 2 || name.length > longest) {
    throw badUsage(`NAME must be 2 to ${longest} lower-case letters, digits and single hyphens, not ${name}`);
  }
  if (known.has(name)) throw badUsage(`${name} is the name of something else; take another`);
  return name;
}

/** One thing that a plugin brings, and how it is called in each place. */
export interface PartNames {
  /** `key-points.find` */
  readonly id: string;
  /** `find`, the file's name. */
  readonly file: string;
  /** `find`, in the code. */
  readonly variable: string;
  /** In a sentence. */
  readonly words: string;
}

/** `find` or `<plugin>.find` of a flag. Errors: `BAD_USER_INPUT`. */
export function partNames(plugin: string, flag: string, given: string): PartNames {
  const own = given.startsWith(`${plugin}.`) ? given.slice(plugin.length + 1) : given;
  if (!partName.test(own) || own.includes('.') || own.length > longest) {
    throw badUsage(
      `--${flag} must be lower-case words joined by hyphens, with or without ${plugin}. in front, not ${given}`,
    );
  }
  const variable = reserved.has(own) || known.has(own) ? camel(`${own} ${flag}`) : camel(own);
  return { id: `${plugin}.${own}`, file: kebab(variable), variable, words: spoken(own) };
}

const reserved = new Set(
  `break case catch class const continue default delete do else enum export extends false finally for function if import
  in instanceof new null return super switch this throw true try typeof var void while with yield let static await`.split(
    /\s+/,
  ),
);

export interface FieldNames {
  readonly coordinate: string;
  /** `Document` or `Query`. */
  readonly type: string;
  readonly field: string;
  /** The type that the field gives. */
  readonly output: string;
}

const entities = ['Document', 'Query'];

/** `Document.keyPoints` of the flag. Errors: `BAD_USER_INPUT`; `NAME_TAKEN` for a field that the graph has. */
export function fieldNames(given: string, api: string): FieldNames {
  const [, type = '', field = ''] = coordinate.exec(given) ?? [];
  if (!entities.includes(type)) {
    throw badUsage(
      `--field must be a new field of ${entities.join(' or ')}, such as Document.keyPoints, not ${given}`,
    );
  }
  if (new RegExp(`^type ${type}\\b[^}]*^  ${field}\\b`, 'm').test(api)) {
    throw taken(given, 'the graph has such a field');
  }
  const wanted = pascal(field);
  const isTaken = new RegExp(`^(type|interface|enum|union|scalar|input) ${wanted}\\b`, 'm').test(api);
  return { coordinate: given, type, field, output: isTaken ? `${wanted}Of${type}` : wanted };
}
