/** An item that can interest somebody: a document with what it is made of, such as `kind:invoice`. */
export interface Item {
  id: string;
  features: readonly string[];
}

/** What somebody did with an item: 1 speaks wholly for it, -1 against it. */
interface Voice {
  item: string;
  weight: number;
}

/** A person with what it shares with others, such as `role:reviewer`. */
export interface Person {
  traits: readonly string[];
  voices: readonly Voice[];
}

/** An item's weight for something, most first. */
export type Weights = readonly (readonly [item: string, weight: number])[];

interface ModelItem extends Item {
  /** What else somebody is likely to want who wants this. */
  near: Weights;
}

/** What was learned of the people of a tenant. */
export interface InterestModel {
  people: number;
  items: readonly ModelItem[];
  /** The share of all people who want each item. */
  popular: Weights;
  /** The same of the people with a trait. */
  traits: readonly { name: string; people: number; liked: Weights }[];
}
