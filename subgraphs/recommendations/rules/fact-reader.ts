import { AppError, type ExtractedField, type RequestContext } from 'tributary/sdk';
import type { Database, SubgraphPorts } from '#platform';
import { type Family, isAmountField } from './rule-facts.js';

type Facts = Record<string, unknown>;
type Relations = Awaited<ReturnType<SubgraphPorts['documents']['relations']>>;

const mostOfCounterparty = 100;
const decimal = /^-?\d+(\.\d+)?$/;

/** Reads facts of the world for rules: only of what the caller may read, and only the families that are asked for. */
export class FactReader {
  constructor(private readonly parts: { database: Database; ports: Pick<SubgraphPorts, 'documents'> }) {}

  async read(
    context: RequestContext,
    documentId: string | null,
    wanted: ReadonlySet<Family>,
  ): Promise<Facts> {
    const facts: Facts = wanted.has('actor') ? actorFacts(context) : {};
    if (documentId === null) return facts;
    const { documents } = this.parts.ports;
    const needsFields = wanted.has('fields') || wanted.has('counterparty');
    const fields = needsFields ? ((await documents.fields(context, [documentId]))[0] ?? []) : [];
    if (wanted.has('document')) Object.assign(facts, await this.#document(context, documentId));
    if (wanted.has('fields')) Object.assign(facts, fieldFacts(fields));
    if (wanted.has('similar')) Object.assign(facts, await this.#similar(context, documentId));
    if (wanted.has('counterparty'))
      Object.assign(facts, await this.#counterparty(context, documentId, fields));
    return facts;
  }

  async #document(context: RequestContext, documentId: string): Promise<Facts> {
    const [found] = await this.parts.ports.documents.summaries(context, [documentId]);
    if (!found) return {};
    const { kind, language, status, name, mediaType, version } = found;
    return named('document', { kind, language, status, name, mediaType, version });
  }

  async #similar(context: RequestContext, documentId: string): Promise<Facts> {
    const relations = await this.#relations(context, documentId);
    const count = (relation: string) => relations.filter((one) => one.relation === relation).length;
    const scores = relations.map(({ score }) => score);
    return named('similar', {
      count: relations.length,
      bestScore: Math.max(0, ...scores),
      duplicates: count('DUPLICATE'),
      versions: count('VERSION'),
      orders: count('ORDER'),
      ...(await this.#decided(
        context,
        relations.map((one) => one.documentId),
      )),
    });
  }

  async #relations(context: RequestContext, documentId: string): Promise<Relations> {
    try {
      return await this.parts.ports.documents.relations(context, documentId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }

  async #counterparty(
    context: RequestContext,
    documentId: string,
    fields: readonly ExtractedField[],
  ): Promise<Facts> {
    const { documents } = this.parts.ports;
    const [name, vat] = [textOf(fields, 'seller_name'), textOf(fields, 'seller_vat')];
    const by = vat ? { name: 'seller_vat', value: vat } : name ? { name: 'seller_name', value: name } : null;
    const found = by ? await documents.findByField(context, { ...by, first: mostOfCounterparty }) : [];
    const others = found.map(({ id }) => id).filter((id) => id !== documentId);
    const currency = textOf(fields, 'currency');
    const totals = (await documents.fields(context, others)).flatMap((other) => {
      const total = amountOf(other, 'grand_total');
      return total !== null && textOf(other, 'currency') === currency ? [total] : [];
    });
    const [own, middle] = [amountOf(fields, 'grand_total'), medianOf(totals)];
    return named('counterparty', {
      name,
      vat,
      documents: others.length,
      medianTotal: middle,
      totalRatio: own === null || !middle ? null : own / middle,
      ...(await this.#decided(context, others)),
    });
  }

  /** What people made of the recommendations on these documents. */
  async #decided(
    context: RequestContext,
    documentIds: readonly string[],
  ): Promise<{ approved: number; rejected: number }> {
    if (documentIds.length === 0) return { approved: 0, rejected: 0 };
    const [counted] = await this.parts.database.tenant(context.tenant, (tx) =>
      tx.query<{ approved: number; rejected: number }>(
        `select count(*) filter (where state = 'ACCEPTED' or reviewed = 'APPROVED')::int as approved,
           count(*) filter (where state = 'REJECTED')::int as rejected
         from recommendations.recommendations where document_id = any($1::uuid[])`,
        [documentIds],
      ),
    );
    return counted ?? { approved: 0, rejected: 0 };
  }
}

function actorFacts({ actor, roles, groups }: RequestContext): Facts {
  return named('actor', { id: actor, kind: actor.split(':', 1)[0], roles: [...roles], groups: [...groups] });
}

function fieldFacts(fields: readonly ExtractedField[]): Facts {
  const facts: Facts = {
    'fields.count': fields.length,
    'fields.lowestConfidence':
      fields.length > 0 ? Math.min(...fields.map(({ confidence }) => confidence)) : null,
  };
  for (const { name, value, confidence } of fields) {
    facts[`fields.${name}`] = normalised(name, value);
    facts[`fields.${name}.confidence`] = confidence;
  }
  return facts;
}

/** Amounts are compared as numbers; a number of an invoice stays a text. */
function normalised(name: string, value: unknown): unknown {
  return typeof value === 'string' && isAmountField(name) && decimal.test(value) ? Number(value) : value;
}

const named = (family: string, facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [`${family}.${name}`, value]));

function textOf(fields: readonly ExtractedField[], name: string): string | null {
  const value = fields.find((field) => field.name === name)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}

function amountOf(fields: readonly ExtractedField[], name: string): number | null {
  const value = normalised(name, fields.find((field) => field.name === name)?.value);
  return typeof value === 'number' ? value : null;
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
