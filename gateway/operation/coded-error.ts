import { GraphQLError, type SourceLocation } from 'graphql';
import { AppError, catalogue, type ErrorCode } from 'tributary/sdk';

/** A coded error whose message and places come from graphql-js; an `AppError` for everything else. */
export class CodedGraphQLError extends AppError {
  readonly locations: readonly SourceLocation[] | undefined;
  /** Further errors of the same kind, where all may be shown. */
  readonly others: readonly GraphQLError[];

  constructor(
    code: ErrorCode,
    message: string,
    locations: readonly SourceLocation[] | undefined,
    others: readonly GraphQLError[] = [],
  ) {
    super(code);
    this.message = message || catalogue[code].message;
    this.locations = locations;
    this.others = others;
  }
}
