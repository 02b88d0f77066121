import type { Eraser, Schedule, SystemDatabase } from '#platform';

const keptDays = 30;

/** Forgets what was posted long ago. */
export function hookRetention({ system }: { system: SystemDatabase }): Schedule {
  return {
    name: 'hooks.retention',
    everyMs: 3_600_000,
    run: async () => {
      await system.across((tx) =>
        tx.query(`delete from platform.hook_deliveries where received_at < now() - $1 * interval '1 day'`, [
          keptDays,
        ]),
      );
    },
  };
}

export const hooksEraser: Eraser = {
  name: 'hooks',
  async tenant(tx) {
    await tx.query('delete from platform.hooks');
  },
};
