import type { Context } from '../schema.types.js';

export const mayRead = ({ permissions }: Context) => permissions.expect('analytics:read');
export async function mayManage(context: Context): Promise<void> {
  await mayRead(context);
  await context.permissions.expect('insights:manage');
}
