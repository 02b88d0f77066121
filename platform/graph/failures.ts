import { AppError, failureTypeOf } from 'tributary/sdk';
import { type ClassType, createUnionType, Directive, Field, InterfaceType, ObjectType } from 'type-graphql';

/** An outcome of a mutation that is expected and is not success. */
@InterfaceType({
  description: 'An outcome of a mutation that is expected and is not success.',
  autoRegisterImplementations: false,
})
export abstract class Failure {
  @Field(() => String, { description: 'The code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'What went wrong.' })
  message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  hint!: string;

  /** What it was made of; not in the graph. */
  cause?: AppError;
}

@Directive('@shareable')
@ObjectType({ implements: Failure, description: 'The input is not valid.' })
export class InvalidInput extends Failure {}

@Directive('@shareable')
@ObjectType({ implements: Failure, description: 'What the input names does not exist, or may not be read.' })
export class NotFound extends Failure {}

@Directive('@shareable')
@ObjectType({ implements: Failure, description: 'The caller may not do this.' })
export class Forbidden extends Failure {}

@Directive('@shareable')
@ObjectType({ implements: Failure, description: 'The state does not allow this now.' })
export class Conflict extends Failure {}

const failures = [InvalidInput, NotFound, Forbidden, Conflict] as const;

/** `union XResult = XPayload | InvalidInput | NotFound | Forbidden | Conflict`. Its values are instances of these classes. */
export function resultOf<Payload extends object>(name: string, payload: ClassType<Payload>) {
  return createUnionType({
    name,
    description: 'The outcome: success, or a failure that is expected.',
    types: () => [payload, ...failures] as const,
  });
}

/** Runs a mutation; an expected `AppError` becomes its failure type, all else is thrown on. */
export async function outcome<Payload>(work: () => Promise<Payload>): Promise<Payload | Failure> {
  try {
    return await work();
  } catch (error) {
    const failure = error instanceof AppError ? failureOf(error) : null;
    if (!failure) throw error;
    return failure;
  }
}

const classes = { InvalidInput, NotFound, Forbidden, Conflict } as const;

function failureOf(error: AppError): Failure | null {
  const type = failureTypeOf(error);
  return type
    ? Object.assign(new classes[type](), {
        code: error.code,
        message: error.message,
        hint: error.hint,
        cause: error,
      })
    : null;
}
