import { gql } from 'tributary/sdk';

/** What checking texts adds to the graph. */
export const checkTypes = gql`
  type Mutation {
    "Screens texts by the tenant's policy: orders to a model, hidden text, personal data, keys, unsafe links."
    screenText(
      "The texts, and whose words they are."
      input: ScreenTextInput!
    ): ScreenTextResult! @ai(capability: "guard.check", cache: "STORED", consistency: "SAME_RESULT")
  }

  "Whose words a text is: it decides what a finding leads to."
  enum TextRole {
    "A document's, or of anything else that somebody wrote: what it orders a model is an injection."
    DOCUMENT
    "A question or a task that a person gives to a model."
    INPUT
    "What a model answered."
    OUTPUT
  }

  "Texts to be screened."
  input ScreenTextInput {
    "One text, 200,000 characters at most."
    text: String
    "Several texts, 100 at most."
    texts: [String!]
    "Whose words they are."
    role: TextRole = DOCUMENT
    "Screen again although a result is stored."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }

  "What becomes of a text."
  enum TextVerdict {
    "It goes on as it is."
    ALLOW
    "It goes on without what was taken out."
    MODIFY
    "A person should look at it first."
    REVIEW
    "It does not go on."
    BLOCK
  }

  "What a check of texts can give."
  union ScreenTextResult =
    | TextCheck
    | NeedsReview
    | Refused
    | BudgetExceeded
    | InsufficientEvidence
    | InvalidInput
    | NotFound
    | Forbidden
    | Conflict

  "Screened texts."
  type TextCheck implements Result {
    "In the order in which they were given."
    texts: [CheckedText!]! @listSize(assumedSize: 100)
    "How it came to be."
    result: ResultInfo!
  }

  "A text that was screened."
  type CheckedText {
    "The gravest verdict of its findings."
    verdict: TextVerdict!
    "How likely it is that the text orders a model about, from 0 to 1."
    score: Float!
    "What was found, the gravest first."
    findings: [TextFinding!]! @listSize(assumedSize: 10)
    "The text to go on with; empty when it is blocked."
    text: String!
  }

  "Something that was found in a text."
  type TextFinding {
    "Family and name, such as instruction.override, personal.iban or secret.jwt."
    kind: String!
    "INFO, LOW, MEDIUM or HIGH."
    severity: String!
    "What it leads to by the policy."
    verdict: TextVerdict!
    "The rule that found it."
    rule: String!
    "The version of the rule."
    ruleVersion: Int!
    "The first code point of the given text."
    start: Int!
    "The code point after the last."
    end: Int!
    "What stands there; of personal data and keys only enough to recognise it."
    quote: String!
  }
`;
