import { gql } from 'tributary/sdk';

const paged =
  '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';

export const datasetQueries = gql`
    "A dataset as it is, or as it was; null when there is none. Needs evaluation:read."
    dataset(
      "Its name."
      id: ID!
      "As this version had it."
      version: Int
      "As it was at this time."
      at: DateTime
    ): Dataset
    "The datasets, by their names. Needs evaluation:read."
    datasets(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): DatasetConnection! ${paged}
    "A version of a dataset as a file, with the cases that the caller may read. Needs evaluation:read."
    exportDataset(
      "Its name."
      id: ID!
      "Which version; the newest by default."
      version: Int
      "How it is written."
      format: CaseFileFormat! = JSONL
    ): CaseFile
`;

export const datasetMutations = gql`
    "Makes a dataset for the inputs of a capability. Needs evaluation:manage."
    createDataset("Which." input: CreateDatasetInput!): DatasetResult!
    "Adds the cases of a file, all or none. Needs evaluation:manage."
    addCases("Which." input: AddCasesInput!): DatasetResult!
    "Adds runs as cases: their input, and their output as what is expected. Needs evaluation:manage."
    addCasesFromRuns("Which." input: AddCasesFromRunsInput!): DatasetResult!
    "Adds a case, or changes one. Needs evaluation:manage."
    putCase("Which." input: PutCaseInput!): DatasetResult!
    "Removes cases; earlier versions keep them. Needs evaluation:manage."
    removeCases("Which." input: RemoveCasesInput!): DatasetResult!
    "Deletes a dataset with all of its versions. Needs evaluation:manage."
    deleteDataset("Which." input: DeleteDatasetInput!): DeleteDatasetResult!
`;

/** Datasets and their cases. */
export const datasetTypes = gql`
  "How cases are written in a file."
  enum CaseFileFormat {
    "A JSON object a line: id, input, expected."
    JSONL
    "Columns id, input, expected (JSON or text), or input.<name> and expected.<name>."
    CSV
  }

  "Where a case came from."
  enum CaseSource {
    "A file."
    FILE
    "A run."
    RUN
    "A person corrected a field."
    CORRECTION
    "A person wrote it."
    PERSON
  }

  "Which dataset to make."
  input CreateDatasetInput {
    "Its name: lower-case letters, digits and . _ -"
    id: ID!
    "The capability that its inputs are for."
    capability: String!
    "What it is about."
    description: String! = ""
  }

  "Cases to add."
  input AddCasesInput {
    "The dataset."
    datasetId: ID!
    "How the text is written."
    format: CaseFileFormat! = JSONL
    "The file, at most 5,000 cases."
    text: String!
    "Whether a case with the id of one that is there takes its place; else that is an error."
    replace: Boolean! = false
  }

  "Runs to add: those named, or finished ones of the dataset's capability in a time."
  input AddCasesFromRunsInput {
    "The dataset."
    datasetId: ID!
    "These runs, at most 200."
    runIds: [ID!]
    "Runs that finished at or after this."
    from: DateTime
    "Runs that finished before this."
    to: DateTime
    "How many, 100 at most."
    first: Int = 100
  }

  "A case to add or change."
  input PutCaseInput {
    "The dataset."
    datasetId: ID!
    "The case."
    id: ID!
    "The input of the capability."
    input: JSON!
    "What is right."
    expected: JSON
  }

  "Cases to remove."
  input RemoveCasesInput {
    "The dataset."
    datasetId: ID!
    "The cases."
    ids: [ID!]!
  }

  "A dataset to delete."
  input DeleteDatasetInput {
    "The dataset."
    datasetId: ID!
  }

  "A dataset after a change."
  type DatasetPayload {
    "As it is now."
    dataset: Dataset!
  }
  "What came of a change of a dataset."
  union DatasetResult = DatasetPayload | InvalidInput | NotFound | Forbidden | Conflict

  "What was deleted."
  type DeleteDatasetPayload {
    "The name."
    id: ID!
  }
  "What came of the deletion."
  union DeleteDatasetResult = DeleteDatasetPayload | InvalidInput | NotFound | Forbidden | Conflict

  "A file of cases or results."
  type CaseFile {
    "What to call it."
    name: String!
    "Its media type."
    mediaType: String!
    "How many lines of data it has."
    lines: Int!
    "The content."
    text: String!
  }

  "Cases for a capability, versioned in time."
  type Dataset {
    "Its name."
    id: ID!
    "The capability that its inputs are for."
    capability: String!
    "What it is about."
    description: String!
    "The version that is shown; 0 has no cases."
    version: Int!
    "How many cases that version has."
    caseCount: Int!
    "When it was made."
    createdAt: DateTime!
    "Who made it."
    createdBy: String!
    "When the version was made."
    updatedAt: DateTime!
    "The cases of the version that the caller may read, by their ids."
    cases(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Only of these sources."
      source: CaseSource
    ): DatasetCaseConnection! ${paged}
    "What changed, newest first."
    history(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): DatasetVersionConnection! ${paged}
  }

  "A case."
  type DatasetCase {
    "Unique in the dataset."
    id: ID!
    "The input of the capability."
    input: JSON!
    "What is right; null when that is not known."
    expected: JSON
    "Where it came from."
    source: CaseSource!
    "The run or document that it came from."
    sourceId: ID
    "The version that brought it as it is."
    version: Int!
    "When that was."
    at: DateTime!
    "Who did."
    by: String!
  }

  "One change of a dataset."
  type DatasetVersion {
    "The version that it made."
    version: Int!
    "When."
    at: DateTime!
    "Who."
    by: String!
    "What was done."
    change: String!
    "Cases that were added."
    added: Int!
    "Cases that were changed."
    edited: Int!
    "Cases that were removed."
    removed: Int!
    "How many cases there were then."
    caseCount: Int!
  }

  "A page of datasets."
  type DatasetConnection {
    "The datasets."
    nodes: [Dataset!]!
    "The datasets with their places."
    edges: [DatasetEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A dataset and its place."
  type DatasetEdge {
    "The place."
    cursor: Cursor!
    "The dataset."
    node: Dataset!
  }
  "A page of cases."
  type DatasetCaseConnection {
    "The cases."
    nodes: [DatasetCase!]!
    "The cases with their places."
    edges: [DatasetCaseEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many the caller may read."
    totalCount: Int!
  }
  "A case and its place."
  type DatasetCaseEdge {
    "The place."
    cursor: Cursor!
    "The case."
    node: DatasetCase!
  }
  "A page of changes."
  type DatasetVersionConnection {
    "The changes."
    nodes: [DatasetVersion!]!
    "The changes with their places."
    edges: [DatasetVersionEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A change and its place."
  type DatasetVersionEdge {
    "The place."
    cursor: Cursor!
    "The change."
    node: DatasetVersion!
  }
`;
