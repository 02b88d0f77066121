import { Parser } from 'htmlparser2';
import { AppError } from 'tributary/sdk';

export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  text?(data: string): void;
  close?(name: string): void;
}

const MAX_DEPTH = 500;

/**
 * Streams the elements of an XML part, names and attributes without their prefixes. A document type with entities is
 * refused: office programs write none, so nothing is ever expanded or fetched.
 */
export function readXml(source: string, handler: XmlHandler): void {
  let depth = 0;
  const parser = new Parser(
    {
      onprocessinginstruction(name) {
        if (/^!doctype/i.test(name))
          throw new AppError('DOCUMENT_BROKEN', { reason: 'it declares XML entities' });
      },
      onopentag(name, attributes) {
        depth += 1;
        if (depth > MAX_DEPTH) throw new AppError('PARSE_LIMIT', { limit: `${MAX_DEPTH} nested elements` });
        handler.open?.(local(name), localAttributes(attributes));
      },
      ontext: (data) => handler.text?.(data),
      onclosetag(name) {
        depth -= 1;
        handler.close?.(local(name));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(source.replace(/^\ufeff/, ''));
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function localAttributes(attributes: Attributes): Attributes {
  const own: Record<string, string> = {};
  // An attribute without a prefix wins over one of the same name with one (`id` over `r:id` is asked for by prefix).
  for (const [name, value] of Object.entries(attributes)) own[name] = value;
  for (const [name, value] of Object.entries(attributes)) own[local(name)] ??= value;
  return own;
}
