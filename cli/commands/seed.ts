import { parseArgs } from 'node:util';
import { historyDefaults } from '../demo/erp/history.js';
import { erpExamples, erpHistory, uploadErp } from '../demo/erp/load.js';
import { untilProcessed } from '../until-processed.js';
import { badUsage, type Command, count, print } from './command.js';
import { endpointOptions, endpointUsage, withClient } from './running.js';

const { months, until, seed } = historyDefaults;
const mostMonths = 120;
const longestMs = 600_000;

export const command: Command = {
  usage: `seed [--months N] [--until YYYY-MM] [--seed N] [--url URL] [--token TOKEN]
                                     loads the example company: the documents of examples/erp and, before them, the
                                     invoices of N months (${months}) that end with YYYY-MM (${until}), made from the seed
                                     (${seed}); done again it changes nothing

${endpointUsage}`,
  async run(args) {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { ...endpointOptions, months: text, until: text, seed: text },
    });
    if (values.until !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(values.until))
      throw badUsage(`--until ${values.until} is no month such as ${until}`);
    const history = {
      months: values.months === undefined ? months : count('months', values.months, mostMonths),
      until: values.until ?? until,
      seed: values.seed === undefined ? seed : count('seed', values.seed, 2 ** 32 - 1),
    };
    const files = [...erpHistory(history), ...(await erpExamples())];
    await withClient(values, async (client) => {
      const uploaded = await uploadErp(client, files);
      const made = uploaded.filter(({ created }) => created).length;
      print(`${files.length} documents: ${made} new, ${files.length - made} known`);
      await untilProcessed(client, AbortSignal.timeout(longestMs));
      print('All are processed.');
    });
    return 0;
  },
};
