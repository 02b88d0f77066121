import { AppError, type RequestContext } from 'tributary/sdk';
import { authorize, isAuthorized } from '#platform/access';

/** Whether the caller may turn plugins on and off for every tenant: an administrator of a tenant that operates. */
export type IsOperator = (context: RequestContext) => boolean;

/** `operators` are the ids of the tenants that `OPERATOR_TENANTS` names; `*` stands for every one. */
export function operatorsOf(operators: readonly string[]): IsOperator {
  return (context) =>
    isAuthorized(context, 'plugins:manage') &&
    (operators.includes('*') || operators.includes(context.tenant));
}

/** @throws AppError `FORBIDDEN` */
export function expectMayChange(context: RequestContext, onlyTenant: boolean, isOperator: IsOperator): void {
  authorize(context, 'plugins:manage');
  if (onlyTenant || isOperator(context)) return;
  throw new AppError('FORBIDDEN', { needed: 'plugins:manage in a tenant that OPERATOR_TENANTS names' });
}
