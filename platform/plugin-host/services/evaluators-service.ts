import { AppError, type EvaluatorsService, type Granted, type ServiceName } from 'tributary/sdk';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

type Bind = (parts: ServiceParts, caller: ServiceCaller, needs: readonly ServiceName[]) => unknown;

/** The evaluators of the plugins; each gets what its own plugin is permitted, bound to the rights of the caller. */
export function evaluatorsService(
  parts: ServiceParts,
  { context, signal }: ServiceCaller,
  bind: Bind,
): EvaluatorsService {
  const { contributions, pluginSwitches } = parts;
  return {
    async list() {
      return contributions
        .evaluators()
        .filter(({ plugin }) => !pluginSwitches.isDisabled(context.tenant, plugin.id))
        .map(({ plugin, hosted }) => ({
          id: hosted.description.id,
          plugin: plugin.id,
          description: hosted.description.description,
        }))
        .sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    async evaluate(id, item) {
      const found = contributions.evaluator(id);
      if (!found) throw new AppError('NOT_FOUND', { thing: `The evaluator ${id}` });
      const { plugin, hosted } = found;
      pluginSwitches.expectEnabled(context.tenant, plugin.id);
      const services = bind(parts, { plugin, context, signal }, hosted.description.needs);
      return hosted.evaluate(item, services as Granted<ServiceName>, { signal });
    },
  };
}
