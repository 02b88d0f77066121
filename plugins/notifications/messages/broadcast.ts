import { type ConductedWorkDefinition, defineConductedWork } from 'tributary/sdk';
import { keepUp } from '../upkeep/upkeep.js';
import { acceptMessage, acceptNeeds } from './accept-message.js';
import { endMessage } from './end-message.js';
import { newMessage } from './message.js';
import { broadcastKind, reportBroadcast } from './report-broadcast.js';

const needs = [...acceptNeeds, 'schedules'] as const;

/** A notification to many as long work: its own job brings it to them, a page at a time. */
export const broadcast: ConductedWorkDefinition<typeof newMessage, (typeof needs)[number]> =
  defineConductedWork({
    id: broadcastKind,
    description: 'Sends a notification to many people, and shows how many it has reached.',
    needs,
    payload: newMessage,
    permission: 'notifications:send',
    estimate: async ({ to }, { people }) => ({ items: await people.count(to), costUsd: '0' }),
    async start(asked, services) {
      await keepUp(services.schedules);
      const { id } = await acceptMessage(services, asked, { isWork: true });
      return { workId: id };
    },
    async cancel(workId, services) {
      const ended = await endMessage(services, workId, 'CANCELLED');
      await reportBroadcast(services.works, workId, ended);
    },
  });
