import { gql } from 'tributary/sdk';

/** Filters: as an input, and as they are shown; both say the same. */
export const filterTypeDefs = gql`
  "Where a searchable document stands."
  enum SearchableStatus {
    "It is read and understood."
    READY
    "A person has to look at something."
    NEEDS_REVIEW
  }

  "Which documents; all that is said holds."
  input SearchFilterInput {
    "One of these kinds, such as invoice."
    kinds: [String!]
    "In one of these languages, ISO 639-1."
    languages: [String!]
    "In one of these states."
    statuses: [SearchableStatus!]
    "A part of the file name, any case."
    name: String
    "Uploaded on one of these days (UTC)."
    uploaded: SearchDaysInput
    "Conditions on extracted fields, 20 at most."
    fields: [SearchFieldFilterInput!]
  }

  "Calendar days; both ends belong to them."
  input SearchDaysInput {
    "The first day."
    from: Date
    "The last day."
    to: Date
  }

  "A condition on an extracted field; all that is said of it holds."
  input SearchFieldFilterInput {
    "The name of the field, such as grand_total."
    name: String!
    "Exactly this value, any case."
    equals: String
    "One of these values, any case."
    oneOf: [String!]
    "More than this amount."
    above: Decimal
    "This amount or more."
    atLeast: Decimal
    "This amount or less."
    atMost: Decimal
    "Less than this amount."
    below: Decimal
    "This day or later."
    from: Date
    "This day or earlier."
    to: Date
    "The amount is of this currency, ISO 4217."
    currency: String
    "True: only documents without the field. False: only documents with it."
    isMissing: Boolean
    "Documents without the field pass too."
    orMissing: Boolean
  }

  "Which documents; all that is said holds. The same fields as its input."
  type SearchFilter {
    "One of these kinds."
    kinds: [String!] @listSize(assumedSize: 5)
    "In one of these languages, ISO 639-1."
    languages: [String!] @listSize(assumedSize: 5)
    "In one of these states."
    statuses: [SearchableStatus!] @listSize(assumedSize: 2)
    "A part of the file name."
    name: String
    "Uploaded on one of these days (UTC)."
    uploaded: SearchDays
    "Conditions on extracted fields."
    fields: [SearchFieldFilter!] @listSize(assumedSize: 5)
  }

  "Calendar days; both ends belong to them."
  type SearchDays {
    "The first day."
    from: Date
    "The last day."
    to: Date
  }

  "A condition on an extracted field."
  type SearchFieldFilter {
    "The name of the field."
    name: String!
    "One of these values, any case."
    oneOf: [String!] @listSize(assumedSize: 5)
    "More than this amount."
    above: Decimal
    "This amount or more."
    atLeast: Decimal
    "This amount or less."
    atMost: Decimal
    "Less than this amount."
    below: Decimal
    "This day or later."
    from: Date
    "This day or earlier."
    to: Date
    "The currency of the amount, ISO 4217."
    currency: String
    "True: only documents without the field. False: only documents with it."
    isMissing: Boolean
    "Documents without the field pass too."
    orMissing: Boolean
  }
`;
