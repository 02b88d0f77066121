import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, Operation, UploadedDocument } from 'tributary/client';
import { codePointSlice } from 'tributary/text';
import { repositoryRoot } from '#platform/config';
import type { WatchedDocument } from '../../cli/demo/document-data.js';
import { findFiles } from '../../cli/demo/files.js';
import { Progress } from '../../cli/demo/progress.js';
import type { TestSystem } from '../system.js';
import {
  type AuditFilter,
  type AuditRecord,
  auditEntries,
  type DocumentData,
  type MutationData,
  type Place,
  type RecommendationData,
  readDocument,
  verifyAudit,
} from './operations.js';

/** What the parts of the main job's test share: the system, one client, and the documents by their names. */
export class Story {
  readonly client: Client;
  readonly #progress: Progress;
  readonly #ids = new Map<string, string>();
  /** Every state of every document that the subscription told of, in its order. */
  readonly told = new Map<string, WatchedDocument[]>();

  constructor(readonly system: TestSystem) {
    this.client = system.client();
    this.#progress = new Progress(this.client, (document) => {
      this.told.set(document.id, [...(this.told.get(document.id) ?? []), structuredClone(document)]);
    });
  }

  async uploadExamples(): Promise<void> {
    for (const { name, path } of await findFiles([join(repositoryRoot, 'examples/documents')]))
      await this.upload(name, await readFile(path));
    await this.processed(...this.#ids.keys());
  }

  async upload(
    name: string,
    content: Uint8Array | string,
    documentId: string | null = null,
  ): Promise<UploadedDocument> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const uploaded = await this.client.upload({ name, bytes, documentId });
    this.#ids.set(name, uploaded.id);
    return uploaded;
  }

  /** Resolves when the documents with these names have ended. */
  async processed(...names: string[]): Promise<void> {
    await this.#progress.untilEnded(names.map((name) => this.id(name)));
  }

  id(name: string): string {
    const id = this.#ids.get(name);
    if (id === undefined) throw new RangeError(`${name} has not been uploaded`);
    return id;
  }

  async document(name: string): Promise<DocumentData> {
    const { document } = await this.client.request(readDocument, { id: this.id(name) });
    if (!document) throw new RangeError(`${name} cannot be read`);
    return document;
  }

  /** Its one recommendation of the kind. */
  async recommendation(name: string, kind: string): Promise<RecommendationData> {
    const { recommendations } = await this.document(name);
    const [found, ...more] = (recommendations?.nodes ?? []).filter((one) => one.kind === kind);
    if (!found || more.length > 0)
      throw new RangeError(`${name} has ${found ? 'several' : 'no'} recommendation ${kind}`);
    return found;
  }

  /** What is on record, once all that has happened until now is chained. */
  async recorded(filter: AuditFilter): Promise<AuditRecord[]> {
    await this.client.request(verifyAudit, {});
    return (await this.client.request(auditEntries, { filter })).auditEntries.nodes;
  }

  /** The payload of a mutation; an expected failure too. */
  async change<Input>(
    operation: Operation<{ result: MutationData }, { input: Input }>,
    input: Input,
  ): Promise<MutationData> {
    return (await this.client.request(operation, { input })).result;
  }

  async close(): Promise<void> {
    await this.#progress.close();
  }
}

/** What stands at a place of a document's pages, by code points. */
export function textAt(pages: readonly { number: number; text: string }[], place: Place): string {
  const page = pages.find(({ number }) => number === place.page);
  return codePointSlice(page?.text ?? '', place.start, place.end);
}

export const fieldValue = ({ fields }: DocumentData, name: string): unknown =>
  fields.find((field) => field.name === name)?.value;
