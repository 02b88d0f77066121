/** What mutations answer when they do not succeed, in SDL; part of the shared types. */
export const failureTypeDefs = /* GraphQL */ `"An outcome of a mutation that is expected and is not success."
interface Failure {
  "The code of the error catalogue."
  code: String!
  "What went wrong."
  message: String!
  "What to do about it."
  hint: String!
}

"The input is not valid."
type InvalidInput implements Failure @shareable {
  "The code of the error catalogue."
  code: String!
  "What went wrong."
  message: String!
  "What to do about it."
  hint: String!
}

"What the input names does not exist, or may not be read."
type NotFound implements Failure @shareable {
  "The code of the error catalogue."
  code: String!
  "What went wrong."
  message: String!
  "What to do about it."
  hint: String!
}

"The caller may not do this."
type Forbidden implements Failure @shareable {
  "The code of the error catalogue."
  code: String!
  "What went wrong."
  message: String!
  "What to do about it."
  hint: String!
}

"The state does not allow this now."
type Conflict implements Failure @shareable {
  "The code of the error catalogue."
  code: String!
  "What went wrong."
  message: String!
  "What to do about it."
  hint: String!
}`;
