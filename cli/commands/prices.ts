import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from 'tributary/sdk';
import { dollars } from '#platform/models';
import { PriceBook, priceEntry, readLiteLlmPrices } from '../../subgraphs/capabilities/index.js';
import { badUsage, type Command, count, named, print, printRows, runVerb } from './command.js';
import { asOperator, inOffice, type Office } from './office.js';

export const command: Command = {
  usage: `prices import FILE [--from DATE] [--as FROM=TO …] [--json]
    enters the prices of LiteLLM's model_prices_and_context_window.json for all tenants; says what it took and left out
prices list [--provider P] [--model M] [--all] [--first N] [--tenant T] [--json]
    what models cost now, in US dollars a million tokens; --all with what they did cost and will
prices set PROVIDER MODEL --input USD --output USD [--cache-read USD] [--cache-write USD] [--reasoning USD]
    [--tier TOKENS:INPUT:OUTPUT[:CACHE-READ[:CACHE-WRITE]] …] [--from DATE] [--tenant T]
    what a model costs, in US dollars a million tokens, for all tenants or for T alone

A price is never changed: a new one holds from DATE on, or from now. --as names a provider as the targets of the models
file do, as in --as openrouter=openai. A tier is what all tokens cost of a call that reads more than TOKENS.`,
  run: (args) => runVerb(args, { import: importFile, list, set }),
};

const text = { type: 'string' } as const;
const json = { type: 'boolean' } as const;
const by = 'system:operator';

const bookOf = (office: Office): PriceBook => new PriceBook({ ...office, operators: ['*'] });

async function importFile(args: string[]): Promise<number> {
  const options = {
    from: text,
    as: { type: 'string', multiple: true, default: [] as string[] },
    json,
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [path = ''] = named(positionals, 'FILE');
  const providers = new Map(values.as.map(renaming));
  const read = readLiteLlmPrices(await readJson(path), { effectiveFrom: dateOf(values.from), providers });
  if (!read) throw notPrices(path, 'it is no object of models');
  const { entered, unchanged } = await inOffice((office) => bookOf(office).enterForAll(read.prices, by));
  if (values.json) {
    print(JSON.stringify({ entered, unchanged, skipped: read.skipped }));
    return 0;
  }
  print(`entered    ${entered}`);
  print(`unchanged  ${unchanged}`);
  print(`skipped    ${read.skipped.length}`);
  const reasons = Map.groupBy(read.skipped, ({ reason }) => reason);
  for (const [reason, skipped] of reasons) {
    const names = skipped.slice(0, 3).map(({ name }) => name);
    const more = skipped.length > names.length ? ` and ${skipped.length - names.length} more` : '';
    print(`  ${reason}: ${names.join(', ')}${more}`);
  }
  return 0;
}

async function list(args: string[]): Promise<number> {
  const first = { type: 'string', default: '100' } as const;
  const options = { provider: text, model: text, all: json, first, tenant: text, json } as const;
  const { values } = parseArgs({ args, options });
  const most = count('first', values.first, 10_000);
  const { provider = null, model = null } = values;
  const current = values.all ? null : true;
  const prices = await asOperator(values.tenant, async (office, context) => {
    const book = bookOf(office);
    const found: Awaited<ReturnType<PriceBook['list']>>['nodes'] = [];
    let after: string | null = null;
    while (found.length < most) {
      const size = Math.min(100, most - found.length);
      const page: Awaited<ReturnType<PriceBook['list']>> = await book.list(
        context,
        { provider, model, current },
        { first: size, after },
      );
      found.push(...page.nodes);
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    return found;
  });
  const usd = (rate: string | null) => (rate === null ? null : dollars(BigInt(rate)));
  const rows = prices.map((price) => ({
    provider: price.provider,
    model: price.model,
    input: usd(price.rates.input),
    output: usd(price.rates.output),
    cacheRead: usd(price.rates.cacheRead),
    cacheWrite: usd(price.rates.cacheWrite),
    reasoning: usd(price.rates.reasoning),
    tiers: price.tiers.map(({ aboveInputTokens, rates }) =>
      [aboveInputTokens, usd(rates.input), usd(rates.output)].join(':'),
    ),
    from: price.effectiveFrom,
    tenants: price.forAllTenants ? 'all' : 'this',
  }));
  printRows(rows, values.json);
  return 0;
}

async function set(args: string[]): Promise<number> {
  const tier = { type: 'string', multiple: true, default: [] as string[] } as const;
  const rates = {
    input: text,
    output: text,
    'cache-read': text,
    'cache-write': text,
    reasoning: text,
  } as const;
  const options = { ...rates, tier, from: text, tenant: text } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [provider, model] = named(positionals, 'PROVIDER', 'MODEL');
  const { input, output, reasoning, tenant } = values;
  if (input === undefined || output === undefined) throw badUsage('--input and --output are needed');
  const price = priceEntry({
    provider,
    model,
    rates: { input, output, cacheRead: values['cache-read'], cacheWrite: values['cache-write'], reasoning },
    tiers: values.tier.map(tierOf),
    effectiveFrom: dateOf(values.from),
  });
  if (tenant === undefined) await inOffice((office) => bookOf(office).enterForAll([price], by));
  else await asOperator(tenant, (office, context) => bookOf(office).enter(context, price, false));
  print(`${provider} ${model} from ${price.effectiveFrom.toISOString()}`);
  return 0;
}

function tierOf(written: string) {
  const [above, input, output, cacheRead, cacheWrite] = written.split(':');
  return { aboveInputTokens: Number(above), rates: { input, output, cacheRead, cacheWrite } };
}

function renaming(written: string): [string, string] {
  const [from = '', to = '', ...rest] = written.split('=');
  if (from === '' || to === '' || rest.length > 0) throw badUsage('--as must be as in openrouter=openai');
  return [from, to];
}

function dateOf(written: string | undefined): Date {
  const date = written === undefined ? new Date() : new Date(written);
  if (Number.isNaN(date.getTime())) throw badUsage('--from must be a date, such as 2026-12-01');
  return date;
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('BAD_USER_INPUT', { reason: `${path} cannot be read` }, { cause });
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw notPrices(path, 'it cannot be read as JSON', cause);
  }
}

function notPrices(path: string, reason: string, cause?: unknown): AppError {
  return new AppError('BAD_USER_INPUT', { reason: `${path} is no file of prices: ${reason}` }, { cause });
}
