import { gql } from 'tributary/sdk';

export const paged =
  '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';

export const workflowQueries = gql`
    "A workflow; null when there is none. Needs automation:read."
    workflow("Which." id: ID!): Workflow
    "Workflows by their ids. Needs automation:read."
    workflows(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Only those in this state."
      state: WorkflowState
    ): WorkflowConnection! ${paged}
    "What is wrong with a definition; nothing is kept. Needs automation:read."
    checkWorkflow("Which." input: CheckWorkflowInput!): WorkflowCheck!
    "What a definition would have done with past events or documents; nothing is done or kept. Needs automation:manage."
    simulateWorkflow("Which, on what." input: SimulateWorkflowInput!): WorkflowSimulationResult!
`;

export const workflowMutations = gql`
    "Keeps a definition as the newest version of a workflow, as a draft. Needs automation:manage."
    saveWorkflow("The definition." input: SaveWorkflowInput!): WorkflowResult!
    "Lets a version of a workflow fire, with the rights that the caller then has. Needs automation:manage."
    enableWorkflow("Which." input: EnableWorkflowInput!): WorkflowResult!
    "Lets a workflow fire no more; runs that began go on. Needs automation:manage."
    disableWorkflow("Which." input: DisableWorkflowInput!): WorkflowResult!
    "Makes a new secret for the webhook of a workflow; the one before is accepted a while longer. Needs automation:manage."
    rotateWorkflowSecret("Which." input: RotateWorkflowSecretInput!): WorkflowResult!
    "Deletes a workflow that is not enabled, with its versions; its runs stay. Needs automation:manage."
    deleteWorkflow("Which." input: DeleteWorkflowInput!): DeleteWorkflowResult!
`;

/** Workflows, their versions, checks and simulations. */
export const workflowTypes = gql`
  "Where a workflow stands."
  enum WorkflowState {
    "It was never enabled."
    DRAFT
    "It fires."
    ENABLED
    "It fires no more."
    DISABLED
  }

  "A definition to keep."
  input SaveWorkflowInput {
    "The workflow: 1 to 50 lower-case letters, digits and . _ -"
    id: ID!
    "The definition; see docs/automation.md."
    definition: JSON!
    "For a person who reads the history."
    note: String! = ""
  }

  "A definition to check."
  input CheckWorkflowInput {
    "The definition; see docs/automation.md."
    definition: JSON!
  }

  "A workflow to enable."
  input EnableWorkflowInput {
    "Which."
    id: ID!
    "Its version; the newest by default."
    version: Int
  }

  "A workflow to disable."
  input DisableWorkflowInput {
    "Which."
    id: ID!
  }

  "A secret to replace."
  input RotateWorkflowSecretInput {
    "The workflow."
    id: ID!
    "For so many hours the secret before is accepted, 720 at most."
    overlapHours: Int! = 24
  }

  "A workflow to delete."
  input DeleteWorkflowInput {
    "Which."
    id: ID!
  }

  "What is tried, and on what."
  input SimulateWorkflowInput {
    "A definition that is not kept; else give id."
    definition: JSON
    "A workflow."
    id: ID
    "Its version; the newest by default."
    version: Int
    "Events of this time on."
    from: DateTime
    "Events before this time."
    to: DateTime
    "How many events are looked at, 50 at most."
    first: Int! = 10
    "The cursor after which they begin."
    after: Cursor
    "These documents in place of events."
    documentIds: [ID!]
    "What a call or a webhook would have brought."
    input: JSON
  }

  "A workflow that was changed."
  type WorkflowPayload {
    "As it is now."
    workflow: Workflow!
    "The secret of its webhook, shown when it is made and never again."
    webhookSecret: String
    "Until when the secret before is accepted, where it was replaced."
    previousSecretExpiresAt: DateTime
  }
  "What came of it."
  union WorkflowResult = WorkflowPayload | InvalidInput | NotFound | Forbidden | Conflict

  "A workflow that was deleted."
  type DeletedWorkflow {
    "Which."
    id: ID!
  }
  "What came of it."
  union DeleteWorkflowResult = DeletedWorkflow | InvalidInput | NotFound | Forbidden | Conflict

  "What is wrong with a definition."
  type WorkflowCheck {
    "Whether it can be saved and enabled."
    valid: Boolean!
    "What is wrong; nothing when it is valid."
    problems: [WorkflowProblem!]! @listSize(assumedSize: 50)
  }

  "Something that is wrong with a definition."
  type WorkflowProblem {
    "Where, such as steps[2].input.documentId."
    path: String!
    "What."
    reason: String!
    "What to do about it."
    mend: String!
  }

  "A workflow."
  type Workflow {
    "Its id."
    id: ID!
    "What its newest version is called."
    title: String!
    "Where it stands."
    state: WorkflowState!
    "The newest version, from 1."
    version: Int!
    "The version that fires, or fired last; null when it was never enabled."
    enabledVersion: Int
    "Whose rights its steps have; null when it was never enabled."
    enabledBy: String
    "Where its webhook is called, below the address of the gateway; null without one."
    webhookPath: String
    "When it was made."
    createdAt: DateTime!
    "Who made it."
    createdBy: String!
    "When it last changed."
    changedAt: DateTime!
    "The definition of a version; of the newest by default."
    definition("Which version." version: Int): JSON
    "Its versions, the newest first."
    versions(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): WorkflowVersionConnection! ${paged}
  }

  "A version of a workflow."
  type WorkflowVersion {
    "Its number, from 1."
    version: Int!
    "What it says."
    definition: JSON!
    "For people."
    note: String!
    "When it was saved."
    at: DateTime!
    "Who saved it."
    by: String!
  }

  "What a definition would have done."
  type WorkflowSimulation {
    "One for each event or document, the oldest first; events of documents that the caller may not read are left out."
    runs: [SimulatedWorkflowRun!]! @listSize(assumedSize: 50)
    "To go on after; null at the end."
    endCursor: Cursor
  }
  "The simulation, or why there is none."
  union WorkflowSimulationResult = WorkflowSimulation | InvalidInput | NotFound | Forbidden | Conflict

  "How a simulated run ends."
  enum SimulatedWorkflowEnd {
    "The condition of its trigger does not hold."
    NOT_BEGUN
    "All its steps would have been done."
    FINISHED
    "How it would go on is only known in a run."
    STOPPED
  }

  "Where an output in a simulation comes from."
  enum SimulatedOutput {
    "Rules were judged."
    JUDGED
    "A stored result of the capability."
    STORED
    "It is assumed: people approve, times come, notifications arrive."
    ASSUMED
    "It is only known in a run."
    UNKNOWN
    "There is none."
    NONE
  }

  "What would have come of one event."
  type SimulatedWorkflowRun {
    "What would have begun it."
    trigger: JSON!
    "The document that it is about."
    documentId: ID
    "How it ends."
    end: SimulatedWorkflowEnd!
    "What would have run, in this order; no effect is done."
    steps: [SimulatedWorkflowStep!]! @listSize(assumedSize: 50)
    "The step at which it stops."
    stopsAt: String
    "Why it stops."
    stopsFor: String
  }

  "What a step would have done."
  type SimulatedWorkflowStep {
    "Its way."
    path: String!
    "Its name."
    name: String!
    "Its type."
    type: String!
    "Whether it would have run; else its condition does not hold."
    runs: Boolean!
    "What it would have been given."
    input: JSON
    "What it would have left, as far as that is known."
    output: JSON
    "Where the output comes from."
    outputFrom: SimulatedOutput!
    "What to know about it."
    note: String
  }

  "A page of workflows."
  type WorkflowConnection {
    "The workflows."
    nodes: [Workflow!]!
    "The workflows with their places."
    edges: [WorkflowEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A workflow and its place."
  type WorkflowEdge {
    "The place."
    cursor: Cursor!
    "The workflow."
    node: Workflow!
  }
  "A page of versions."
  type WorkflowVersionConnection {
    "The versions."
    nodes: [WorkflowVersion!]!
    "The versions with their places."
    edges: [WorkflowVersionEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A version and its place."
  type WorkflowVersionEdge {
    "The place."
    cursor: Cursor!
    "The version."
    node: WorkflowVersion!
  }
`;
