import { AppError } from 'tributary/sdk';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

type Methods = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
type Bind = (parts: ServiceParts, caller: ServiceCaller, needs: readonly string[]) => unknown;

/**
 * A service of another plugin. Its methods get what that plugin needs and is permitted, bound to the rights of the
 * caller: nobody gains rights by asking another plugin.
 * @throws AppError `PLUGIN_UNAVAILABLE` when no enabled plugin provides it, `PLUGIN_DISABLED` when this tenant has not it
 */
export function providedService(
  parts: ServiceParts,
  { context, signal }: ServiceCaller,
  id: string,
  bind: Bind,
): Methods {
  const found = parts.contributions.service(id);
  if (!found) {
    const [plugin] = id.split('.');
    throw new AppError('PLUGIN_UNAVAILABLE', { plugin, reason: `no enabled plugin provides ${id}` });
  }
  const { plugin, hosted } = found;
  parts.pluginSwitches.expectEnabled(context.tenant, plugin.id);
  const { needs, methods } = hosted.description;
  const call = (method: string) => async (input: unknown) => {
    const services = bind(parts, { plugin, context, signal }, needs);
    return hosted.call(method, input, services as Parameters<typeof hosted.call>[2], { signal });
  };
  return Object.fromEntries(Object.keys(methods).map((method) => [method, call(method)]));
}
