import { dirname } from 'node:path';
import { AppError } from 'tributary/sdk';
import type { EmbeddingSpace } from '#platform';
import { Analysis } from './analysis.js';
import { TenantFolder } from './folder.js';
import { IndexFile } from './index-file.js';
import { matchesOf } from './match.js';
import type {
  IndexedDocument,
  IndexedFacts,
  IndexGenerations,
  MatchRequest,
  NearestRequest,
  NearPassageHit,
  SearchPage,
  SearchQuery,
  SimilarDocument,
  SimilarRequest,
} from './port.js';
import { answerQuery } from './query.js';
import { findSimilar } from './similar.js';
import { setSpace, spaceOf } from './space.js';
import { nearestOf } from './vectors.js';
import { Vocabularies } from './vocabularies.js';
import { IndexWriter } from './writer.js';

const MOST_OPEN = 64;

/** A change of one tenant's documents; a batch of them is one transaction. */
export type Change =
  | { type: 'put'; document: IndexedDocument }
  | { type: 'remove'; documentIds: readonly string[] }
  | { type: 'access'; documentId: string; access: readonly string[] }
  | { type: 'facts'; documentId: string; facts: IndexedFacts };

/** All tenants' index files of a folder, as one thread sees them. Synchronous. */
export class Tenants {
  readonly #analysis = new Analysis();
  readonly #vocabularies = new Vocabularies();
  /** Open files by path, the one used last at the end. */
  readonly #open = new Map<string, IndexFile>();
  /** The file that a tenant's queries were last answered from. */
  readonly #read = new Map<string, string>();

  constructor(private readonly folder: string) {}

  query(tenant: string, query: SearchQuery): SearchPage {
    const generation = this.#answering(tenant, query.generation);
    if (generation === null)
      return {
        hits: [],
        totalCount: 0,
        endCursor: null,
        hasNextPage: false,
        corrections: [],
        signals: [],
        facets: [],
        generation: null,
      };
    const file = this.#file(new TenantFolder(this.folder, tenant).file(generation));
    const { space, ...page } = answerQuery(
      { file, analysis: this.#analysis, vocabularies: this.#vocabularies },
      query,
    );
    return { ...page, generation: { name: generation, space } };
  }

  similar(tenant: string, request: SimilarRequest): SimilarDocument[] {
    const file = this.#current(tenant);
    return file === null ? [] : findSimilar(file, request);
  }

  matches(tenant: string, request: MatchRequest): boolean[] {
    const file = this.#current(tenant);
    return file === null ? request.queries.map(() => false) : matchesOf(file, this.#analysis, request);
  }

  count(tenant: string): { documents: number; chunks: number } {
    const file = this.#current(tenant);
    const sql =
      'select (select count(*) from document) as documents, (select count(*) from chunk where ordinal > 0) as chunks';
    return file?.get(sql) ?? { documents: 0, chunks: 0 };
  }

  /** Writes changes to every generation; removed bytes are gone afterwards. */
  change(tenant: string, changes: readonly Change[]): void {
    const folder = new TenantFolder(this.folder, tenant);
    folder.ensureCurrent();
    const removes = changes.some(({ type }) => type === 'remove');
    // Nobody writes to these, so what is removed would stay in them.
    if (removes) for (const generation of folder.orphans) this.#drop(folder, generation);
    for (const generation of folder.all) {
      const file = this.#file(folder.file(generation));
      const building = generation === folder.building;
      file.write(() => {
        const writer = new IndexWriter(file, this.#analysis);
        for (const change of changes) apply(file, writer, change, building);
        writer.flush();
      });
      if (removes) file.scrub();
      // Dropped meanwhile by another process: what was opened anew must not stay.
      if (!folder.all.includes(generation)) this.#drop(folder, generation);
    }
  }

  generations(tenant: string): IndexGenerations {
    const folder = new TenantFolder(this.folder, tenant);
    const generation = (name: string | null) =>
      name !== null && folder.has(name) ? { name, space: spaceOf(this.#file(folder.file(name))) } : null;
    return {
      current: generation(folder.current),
      previous: generation(folder.previous),
      building: generation(folder.building),
    };
  }

  beginGeneration(tenant: string, wanted: EmbeddingSpace | undefined): string {
    const folder = new TenantFolder(this.folder, tenant);
    const space = wanted ?? this.generations(tenant).current?.space;
    const abandoned = folder.building;
    const generation = folder.beginBuilding();
    const file = this.#file(folder.file(generation));
    if (space) file.write(() => setSpace(file, space));
    if (abandoned !== null) this.#drop(folder, abandoned);
    return generation;
  }

  /** Documents that were changed since the generation was begun are newer than what is given here. */
  fill(tenant: string, generation: string, documents: readonly IndexedDocument[]): void {
    const folder = this.#building(tenant, generation);
    const file = this.#file(folder.file(generation));
    file.write(() => {
      const writer = new IndexWriter(file, this.#analysis);
      for (const document of documents) fillIn(file, writer, document);
      writer.flush();
    });
  }

  switchGeneration(tenant: string, generation: string, keepPrevious: boolean): void {
    const folder = this.#building(tenant, generation);
    const file = this.#file(folder.file(generation));
    file.write(() => file.run('delete from pending'));
    file.scrub();
    const before = [folder.current, folder.previous].filter((name) => name !== null);
    const kept = keepPrevious ? folder.current : null;
    folder.promote(generation, kept);
    for (const name of before) if (name !== kept && name !== generation) this.#drop(folder, name);
  }

  rollBack(tenant: string): void {
    const folder = new TenantFolder(this.folder, tenant);
    const { current, previous } = folder;
    if (previous === null || !folder.has(previous))
      throw new AppError('CONFLICT', { reason: 'There is no earlier generation' });
    folder.promote(previous, current);
  }

  dropGeneration(tenant: string, generation: string): void {
    const folder = new TenantFolder(this.folder, tenant);
    const { current } = folder;
    if (generation === current) throw new AppError('CONFLICT', { reason: 'The generation answers queries' });
    if (generation === folder.building) folder.endBuilding();
    else if (generation === folder.previous && current !== null) folder.promote(current, null);
    else return;
    this.#drop(folder, generation);
  }

  nearest(tenant: string, { generation, vector, first }: NearestRequest): NearPassageHit[] {
    const folder = new TenantFolder(this.folder, tenant);
    return folder.has(generation) ? nearestOf(this.#file(folder.file(generation)), vector, first) : [];
  }

  dropTenant(tenant: string): void {
    const folder = new TenantFolder(this.folder, tenant);
    for (const generation of folder.all) this.#drop(folder, generation);
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
    const folder = dirname(new TenantFolder(this.folder, tenant).file('any'));
    for (const path of [...this.#open.keys()]) if (dirname(path) === folder) this.#close(path);
    this.#read.delete(tenant);
  }

  #current(tenant: string): IndexFile | null {
    const generation = this.#answering(tenant);
    return generation === null ? null : this.#file(new TenantFolder(this.folder, tenant).file(generation));
  }

  /** The generation that answers: the one asked for, if it is still there, or the current one. */
  #answering(tenant: string, wanted?: string): string | null {
    const folder = new TenantFolder(this.folder, tenant);
    if (wanted !== undefined && folder.all.includes(wanted) && folder.has(wanted)) return wanted;
    const { current } = folder;
    const generation = current !== null && folder.has(current) ? current : null;
    const path = generation === null ? null : folder.file(generation);
    if (this.#read.get(tenant) !== path) this.forget(tenant);
    if (path !== null) this.#read.set(tenant, path);
    return generation;
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
    const file = this.#open.get(path);
    if (file === undefined) return;
    file.close();
    this.#vocabularies.forget(file);
    this.#open.delete(path);
  }
}

/** What was removed since the generation was begun stays away; what came since stays, unless it lacks vectors. */
function fillIn(file: IndexFile, writer: IndexWriter, document: IndexedDocument): void {
  const { documentId } = document;
  if (writer.has(documentId)) {
    if (writer.lacksVectors(document)) writer.put({ ...document, access: writer.accessOf(documentId) });
    return;
  }
  const pending = file.get<{ access: string | null }>('select access from pending where id = ?', documentId);
  if (pending?.access === null) return;
  writer.put(
    pending === undefined ? document : { ...document, access: JSON.parse(pending.access) as string[] },
  );
}

function apply(file: IndexFile, writer: IndexWriter, change: Change, building: boolean): void {
  if (change.type === 'put') {
    writer.put(change.document);
    if (building) file.run('delete from pending where id = ?', change.document.documentId);
  } else if (change.type === 'facts') {
    writer.setFacts(change.documentId, change.facts);
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
