import { gql } from 'tributary/sdk';

/** What the policy of a tenant adds to the graph. */
export const policyTypes = gql`
  type Query {
    "What findings lead to in the tenant of the caller."
    guardPolicy: GuardPolicy
    "What the policy makes of a text, or another policy would: nothing is stored, sent or changed."
    tryGuardPolicy(
      "The text, and the policy to try."
      input: TryGuardPolicyInput!
    ): GuardTrial
  }

  extend type Mutation {
    "Sets parts of the policy and leaves the others. Needs the permission plugins:manage; recorded in the audit log."
    updateGuardPolicy(
      "What is set."
      input: UpdateGuardPolicyInput!
    ): UpdateGuardPolicyResult!
  }

  "Where something is found."
  enum GuardPlace {
    "In the text of a document that its readers see."
    DOCUMENT
    "In what a document holds and its readers do not see."
    HIDDEN_TEXT
    "In what a person or a program asks."
    INPUT
    "In what an engine answers."
    OUTPUT
  }

  "How grave a finding is by itself."
  enum GuardSeverity {
    "Worth a note."
    INFO
    "Unusual."
    LOW
    "Suspicious."
    MEDIUM
    "Has no other reading."
    HIGH
  }

  "What a finding leads to."
  enum GuardAction {
    "It is noted."
    ALLOW
    "It is taken out; in documents, which are kept as they are, a person is asked."
    MODIFY
    "A person is asked."
    REVIEW
    "A text is stopped; a document is kept in quarantine."
    REFUSE
  }

  "What becomes of personal data in texts."
  enum PersonalDataAction {
    "They stay."
    ALLOW
    "They are taken out."
    MASK
    "The text is stopped."
    REFUSE
  }

  "What a model is given for personal data."
  enum PersonalDataForModels {
    "The data as they are."
    AS_IS
    "Placeholders such as <EMAIL_1>; the answer has the data again."
    PSEUDONYMISE
  }

  "A rule: findings of this family in this place, at least so grave, lead to this. The first rule that fits decides."
  input GuardRuleInput {
    "Where it is found."
    place: GuardPlace!
    "A kind such as personal.iban, its beginning up to a dot such as personal, or * for all."
    family: String!
    "The least severity that the rule is for."
    least: GuardSeverity = INFO
    "What it leads to."
    verdict: GuardAction!
  }

  "What becomes of personal data."
  input PersonalDataInput {
    "In what is asked."
    input: PersonalDataAction
    "In what is answered."
    output: PersonalDataAction
    "In what a model is given."
    model: PersonalDataForModels
  }

  "Parts of a policy; what is left out stays."
  input UpdateGuardPolicyInput {
    "The tenant's own rules, which come before the built-in ones; 100 at most."
    rules: [GuardRuleInput!]
    "Hosts that answers may link to: exactly, or *. and what they end with; 200 at most."
    links: [String!]
    "What becomes of personal data."
    personalData: PersonalDataInput
  }

  "A text to try a policy on."
  input TryGuardPolicyInput {
    "200,000 characters at most."
    text: String!
    "Where it is found."
    place: GuardPlace!
    "How the policy would be changed; as it is when this is left out."
    policy: UpdateGuardPolicyInput
  }

  "A rule of the policy."
  type GuardRule {
    "Where it is found."
    place: GuardPlace!
    "A kind, its beginning up to a dot, or * for all."
    family: String!
    "The least severity that the rule is for."
    least: GuardSeverity!
    "What it leads to."
    verdict: GuardAction!
    "Whether it is there without being set."
    isBuiltIn: Boolean!
  }

  "What becomes of personal data."
  type PersonalDataPolicy {
    "In what is asked."
    input: PersonalDataAction!
    "In what is answered."
    output: PersonalDataAction!
    "In what a model is given."
    model: PersonalDataForModels!
  }

  "What findings lead to. Its version stands in every verdict."
  type GuardPolicy {
    "Its number, and a hash of what the tenant has set."
    version: String!
    "In their order; the first that fits decides."
    rules: [GuardRule!]! @listSize(assumedSize: 20)
    "Hosts that answers may link to."
    links: [String!]! @listSize(assumedSize: 20)
    "What becomes of personal data."
    personalData: PersonalDataPolicy!
  }

  "The policy as it stands now."
  union UpdateGuardPolicyResult = GuardPolicy | InvalidInput | NotFound | Forbidden | Conflict

  "What a policy makes of a text."
  type GuardTrial {
    "The version of the policy."
    policy: String!
    "The gravest verdict of its findings."
    verdict: TextVerdict!
    "The text to go on with; empty when it is blocked."
    text: String!
    "What was found, the gravest first."
    findings: [TextFinding!]! @listSize(assumedSize: 10)
  }
`;
