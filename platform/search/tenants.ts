import { AppError } from 'tributary/sdk';
import { Analysis } from './analysis.js';
import { TenantFolder } from './folder.js';
import { IndexFile } from './index-file.js';
import type { IndexedDocument, SearchPage, SearchQuery, SimilarDocument, SimilarRequest } from './port.js';
import { answerQuery } from './query.js';
import { findSimilar } from './similar.js';
import { IndexWriter } from './writer.js';

const MOST_OPEN = 64;

/** A change of one tenant's documents; a batch of them is one transaction. */
export type Change =
  | { type: 'put'; document: IndexedDocument }
  | { type: 'remove'; documentIds: readonly string[] }
  | { type: 'access'; documentId: string; access: readonly string[] };

/** All tenants' index files of a folder, as one thread sees them. Synchronous. */
export class Tenants {
  readonly #analysis = new Analysis();
  /** Open files by path, the one used last at the end. */
  readonly #open = new Map<string, IndexFile>();
  /** The file that a tenant's queries were last answered from. */
  readonly #read = new Map<string, string>();

  constructor(private readonly folder: string) {}

  query(tenant: string, query: SearchQuery): SearchPage {
    const file = this.#current(tenant);
    if (file === null) return { hits: [], totalCount: 0, endCursor: null, hasNextPage: false };
    return answerQuery(file, this.#analysis, query);
  }

  similar(tenant: string, request: SimilarRequest): SimilarDocument[] {
    const file = this.#current(tenant);
    return file === null ? [] : findSimilar(file, request);
  }

  count(tenant: string): { documents: number; chunks: number } {
    const file = this.#current(tenant);
    const sql =
      'select (select count(*) from document) as documents, (select count(*) from chunk where ordinal > 0) as chunks';
    return file?.get(sql) ?? { documents: 0, chunks: 0 };
  }

  /** Writes changes to the current generation and to the one being filled; removed bytes are gone afterwards. */
  change(tenant: string, changes: readonly Change[]): void {
    const folder = new TenantFolder(this.folder, tenant);
    const generations = [folder.ensureCurrent(), folder.building].filter((generation) => generation !== null);
    const removes = changes.some(({ type }) => type === 'remove');
    for (const generation of generations) {
      const file = this.#file(folder.file(generation));
      const building = generation === folder.building;
      file.write(() => {
        const writer = new IndexWriter(file, this.#analysis);
        for (const change of changes) apply(file, writer, change, building);
        writer.flush();
      });
      if (removes) file.scrub();
    }
  }

  beginGeneration(tenant: string): string {
    const folder = new TenantFolder(this.folder, tenant);
    const abandoned = folder.building;
    const generation = folder.beginBuilding();
    this.#file(folder.file(generation));
    if (abandoned !== null) this.#drop(folder, abandoned);
    return generation;
  }

  /** Documents that were changed since the generation was begun are newer than what is given here. */
  fill(tenant: string, generation: string, documents: readonly IndexedDocument[]): void {
    const folder = this.#building(tenant, generation);
    const file = this.#file(folder.file(generation));
    file.write(() => {
      const writer = new IndexWriter(file, this.#analysis);
      for (const document of documents) {
        const pending = file.get<{ access: string | null }>(
          'select access from pending where id = ?',
          document.documentId,
        );
        if (writer.has(document.documentId) || pending?.access === null) continue;
        writer.put(
          pending === undefined ? document : { ...document, access: JSON.parse(pending.access) as string[] },
        );
      }
      writer.flush();
    });
  }

  switchGeneration(tenant: string, generation: string): void {
    const folder = this.#building(tenant, generation);
    const file = this.#file(folder.file(generation));
    file.write(() => file.run('delete from pending'));
    file.scrub();
    const before = folder.current;
    folder.promote(generation);
    if (before !== null && before !== generation) this.#drop(folder, before);
  }

  dropTenant(tenant: string): void {
    const folder = new TenantFolder(this.folder, tenant);
    for (const generation of [folder.current, folder.building])
      if (generation !== null) this.#drop(folder, generation);
    folder.dropAll();
  }

  close(): void {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  #building(tenant: string, generation: string): TenantFolder {
    const folder = new TenantFolder(this.folder, tenant);
    if (folder.building !== generation)
      throw new AppError('CONFLICT', { reason: 'Another generation was begun since' });
    return folder;
  }

  /** Closes what was open of a tenant: after a switch, or when the tenant is dropped. */
  forget(tenant: string): void {
    const path = this.#read.get(tenant);
    if (path !== undefined) this.#close(path);
    this.#read.delete(tenant);
  }

  #current(tenant: string): IndexFile | null {
    const folder = new TenantFolder(this.folder, tenant);
    const generation = folder.current;
    const path = generation !== null && folder.has(generation) ? folder.file(generation) : null;
    if (this.#read.get(tenant) !== path) this.forget(tenant);
    if (path === null) return null;
    this.#read.set(tenant, path);
    return this.#file(path);
  }

  #file(path: string): IndexFile {
    const known = this.#open.get(path);
    this.#open.delete(path);
    const file = known ?? new IndexFile(path);
    this.#open.set(path, file);
    if (this.#open.size > MOST_OPEN) {
      const [oldest] = this.#open.keys();
      if (oldest !== undefined) this.#close(oldest);
    }
    return file;
  }

  #drop(folder: TenantFolder, generation: string): void {
    this.#close(folder.file(generation));
    folder.drop(generation);
  }

  #close(path: string): void {
    this.#open.get(path)?.close();
    this.#open.delete(path);
  }
}

function apply(file: IndexFile, writer: IndexWriter, change: Change, building: boolean): void {
  if (change.type === 'put') {
    writer.put(change.document);
    if (building) file.run('delete from pending where id = ?', change.document.documentId);
  } else if (change.type === 'access') {
    const found = writer.setAccess(change.documentId, change.access);
    if (building && !found) note(file, change.documentId, JSON.stringify(change.access));
  } else {
    for (const documentId of change.documentIds) {
      writer.remove(documentId);
      if (building) note(file, documentId, null);
    }
  }
}

/** What the filling must not undo: a removal (null), or who may read a document that is not there yet. */
function note(file: IndexFile, documentId: string, access: string | null): void {
  file.run(
    'insert into pending (id, access) values (?, ?) on conflict do update set access = excluded.access',
    documentId,
    access,
  );
}
