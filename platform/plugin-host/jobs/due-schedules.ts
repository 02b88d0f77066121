import { type RequestContext, rightsOfGroups, type ScheduleTime } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, ContributionLookup, Outbox, PluginSwitches, Schedule, SystemDatabase } from '#platform';
import { pluginJobOf } from './plugin-job.js';
import { nextAt } from './schedule-time.js';

const everyMs = 5_000;
const mostAtOnce = 200;

interface DueParts {
  readonly system: SystemDatabase;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly contributions: Pick<ContributionLookup, 'job' | 'jobs'>;
  readonly pluginSwitches: Pick<PluginSwitches, 'isDisabled'>;
}

interface DueRow {
  tenant: string;
  plugin: string;
  name: string;
  job: string;
  payload: unknown;
  time: ScheduleTime;
  at: Date;
}

/** Makes the jobs of the plugins' schedules that are due, of all tenants; those of a plugin that is off wait. */
export function pluginSchedules(parts: DueParts): Schedule {
  return { name: 'plugins.schedules', everyMs, run: (signal) => startDue(parts, signal) };
}

async function startDue(parts: DueParts, signal: AbortSignal): Promise<void> {
  const { system, outbox, clock, contributions, pluginSwitches } = parts;
  const jobs = contributions.jobs();
  // Nobody has a job that could be due: nothing is asked.
  if (jobs.length === 0) return;
  for (let due = mostAtOnce; due === mostAtOnce && !signal.aborted; ) {
    due = await system.across(async (tx) => {
      const now = clock.now();
      const rows = await tx.query<DueRow>(
        `select tenant_id as tenant, plugin, name, job, payload, time, next_at as at from platform.plugin_schedules
          where next_at <= $1 and job = any($2) order by next_at limit ${mostAtOnce} for update skip locked`,
        [now, jobs],
      );
      for (const { tenant, plugin, name, job, payload, time, at } of rows) {
        const key = `${job} schedule ${name} ${at.toISOString()}`;
        // Where it is switched off a time passes without its job.
        if (!pluginSwitches.isDisabled(tenant, plugin)) {
          await outbox.job(tx, contextOf(tenant, plugin), {
            name: pluginJobOf(contributions.job(job)?.hosted.description ?? {}),
            key,
            payload: { job, payload },
          });
        }
        await tx.query(
          `update platform.plugin_schedules set next_at = $4 where tenant_id = $1 and plugin = $2 and name = $3`,
          [tenant, plugin, name, nextAt(time, now)],
        );
      }
      return rows.length;
    });
  }
}

/** A schedule has no person behind it: it acts as the plugin, on what everybody in the tenant may read. */
function contextOf(tenant: string, plugin: string): RequestContext {
  return {
    tenant,
    actor: `plugin:${plugin}`,
    roles: [],
    scopes: ['*'],
    groups: [],
    rights: rightsOfGroups([]),
    requestId: newId(),
    traceparent: '',
    deadline: Date.now() + 60_000,
    generation: null,
  };
}
