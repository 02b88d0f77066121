import { parseArgs } from 'node:util';
import { loadConfigOrExit } from '#platform/config';
import { migrate, pendingMigrations, startDatabaseServer } from '#platform/database';
import { migrationSets } from '../modules.js';
import { type Command, print } from './command.js';

export const command: Command = {
  usage: `migrate [--dry-run]    brings the database to the state that this version needs; every start does so too
                       --dry-run names what would run and changes nothing`,
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { 'dry-run': { type: 'boolean' } } });
    const server = await startDatabaseServer(loadConfigOrExit());
    try {
      const names = values['dry-run']
        ? await pendingMigrations(server, migrationSets)
        : (await migrate(server, migrationSets)).applied;
      for (const name of names) print(name);
      if (names.length === 0) print('nothing to do');
    } finally {
      await server.close();
    }
    return 0;
  },
};
