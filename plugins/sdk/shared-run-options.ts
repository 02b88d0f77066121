/** How fields that capabilities answer are asked, in SDL; part of `sharedTypeDefs`. */
export const runOptionTypeDefs = /* GraphQL */ `
"Who waits for a run."
enum RunPriority {
  "A person, now: of what waits in the tenant it comes first."
  INTERACTIVE
  "Nobody in particular."
  NORMAL
  "A batch: it comes last, and takes at most half of the places."
  BATCH
}

"A version of a prompt."
input PromptPinInput {
  "The name of the prompt."
  prompt: String!
  "A version such as 3, or a label such as candidate."
  version: String!
}

"What a run uses, whatever would be used now: the same pin and input give the stored answer again."
input RunPinInput {
  "Versions of prompts; those that are not named are those in use."
  prompts: [PromptPinInput!]
  "The alias of the models file that all its calls use."
  model: String
  "What answers, and nothing else."
  engine: Engine
}

"How a run is made; what is not said is as usual."
input RunOptionsInput {
  "Who waits for it; a person, where the field answers one."
  priority: RunPriority
  "It fails with TIMEOUT when it has not ended after so many milliseconds, 100 to 300,000."
  deadlineMs: Int
  "Given to models that take one, so that they say the same again."
  seed: Int
  "What is used, whatever would be used now."
  pin: RunPinInput
}
`;
