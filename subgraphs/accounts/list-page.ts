import { AppError } from 'tributary/sdk';
import { decodeCursor, type Page, type PageArguments, pageOf, pageSize } from '#platform/graph';
import { isId, type ListRequest, type ListResult } from './input.js';

export function listRequest({ first, after }: PageArguments): ListRequest {
  const [last] = after ? decodeCursor(after, 1) : [null];
  if (last !== null && !(typeof last === 'string' && isId(last))) throw new AppError('CURSOR_INVALID');
  return { first: pageSize(first), after: last };
}

export function listPage<Row, Node extends { id: string }>(
  { rows, totalCount }: ListResult<Row>,
  { first, after }: PageArguments,
  view: (row: Row) => Node,
): Page<Node> {
  return pageOf(rows.map(view), { first, after, totalCount, cursorOf: ({ id }) => [id] });
}
