import type { Role } from '../context.js';

/** A person of the tenant. */
export interface Person {
  /** `user:<id>`; `key:<id>` for a key that is nobody's. */
  actor: string;
  /** Null for who is known by a token or key alone. */
  email: string | null;
  name: string | null;
  roles: Role[];
}

/**
 * Whom something is for: `user:<id>` or `key:<id>` (the person whose key it is), `group:<id>`, `role:<role>` or `tenant`
 * (everybody in it).
 */
export type Audience = readonly string[];

/** The people of the tenant, for plugins that write to them. Their addresses are personal data: keep them out of logs. */
export interface PeopleService {
  /** The person who calls, or whose key calls; null for background work. */
  self(): Promise<Person | null>;
  /** In the order of the actors, at most 1,000; null for who is not there (any more). */
  find(actors: readonly string[]): Promise<(Person | null)[]>;
  /**
   * Those whom an audience stands for, each once, by actor; 1,000 at most and 100 if not said. `after` is the actor of the
   * last one seen. Errors: `BAD_USER_INPUT` (what is none of the forms).
   */
  members(audience: Audience, page?: { first?: number; after?: string | null }): Promise<Person[]>;
  /** How many an audience stands for. Errors: `BAD_USER_INPUT`. */
  count(audience: Audience): Promise<number>;
  /**
   * Those of the actors (1,000 at most) who may read the document now; `tenant` among them stands for everybody. A person
   * who may not read it learns of nobody; a job of the plugin itself is told, so that it tells nobody else.
   */
  readers(documentId: string, actors: readonly string[]): Promise<string[]>;
}
