declare const types: unique symbol;

/**
 * A GraphQL document as a string that knows the types of its data and variables. The operations below `operations/`
 * are generated with theirs; `operation<Data, Variables>(text)` types one of your own.
 */
export type Operation<Data = unknown, Variables = Record<string, unknown>> = string & {
  readonly [types]?: (variables: Variables) => Data;
};

export function operation<Data, Variables = Record<string, unknown>>(
  text: string,
): Operation<Data, Variables> {
  return text;
}
