import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import type { DocumentRow } from './document.entity.js';
import {
  AddTextInput,
  AdviseDocumentInput,
  ChangeDocumentPayload,
  ChangeDocumentResult,
  CompleteUploadInput,
  CorrectFieldInput,
  CorrectFieldPayload,
  CorrectFieldResult,
  CreateUploadInput,
  CreateUploadPayload,
  CreateUploadResult,
  DeleteDocumentInput,
  DeleteDocumentPayload,
  DeleteDocumentResult,
  DocumentFilter,
  DocumentPayload,
  DocumentResult,
  ReprocessDocumentInput,
  SetDocumentGroupsInput,
} from './document.inputs.js';
import {
  Document,
  DocumentConnection,
  DocumentPage,
  DocumentPageConnection,
  DocumentStep,
  DocumentVersion,
  ExtractedField,
  ScreenFinding,
} from './document.type.js';
import { documentView, fieldView, findingView, stepView } from './document.view.js';
import type { DocumentChanges } from './document-changes.service.js';
import type { DocumentIntake } from './document-intake.service.js';
import type { DocumentReader, PagesOf, PageText } from './document-reader.service.js';
import type { FieldRow } from './field.entity.js';
import type { FindingRow } from './finding.entity.js';
import type { StepRow } from './step.entity.js';
import type { VersionRow } from './version.entity.js';

interface Services {
  reader: DocumentReader;
  intake: DocumentIntake;
  changes: DocumentChanges;
}

@Resolver(() => Document)
export class DocumentResolver {
  constructor(private readonly services: Services) {}

  @Query(() => Document, {
    nullable: true,
    description: 'A document; null when it does not exist or may not be read.',
  })
  async document(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Document | null> {
    const [row] = await this.services.reader.find(request, [id]);
    return row ? documentView(row) : null;
  }

  @Directive(pageCost)
  @Query(() => DocumentConnection, { description: 'The documents that the caller may read, newest first.' })
  async documents(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => DocumentFilter, { nullable: true, description: 'Which documents.' })
    filter: DocumentFilter | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Document>> {
    const list = await this.services.reader.list(request, filter ?? {}, page);
    const views = new Map(list.nodes.map((row) => [row.id, documentView(row)]));
    const view = (row: DocumentRow) => views.get(row.id) ?? documentView(row);
    return {
      ...list,
      nodes: list.nodes.map(view),
      edges: list.edges.map((edge) => ({ ...edge, node: view(edge.node) })),
    };
  }

  @Directive('@listSize(assumedSize: 11)')
  @FieldResolver(() => [DocumentStep], { description: 'The steps of ingestion, in order.' })
  async steps(@Root() { versionId }: Document, @Ctx() context: GraphContext): Promise<DocumentStep[]> {
    const batch = (ids: readonly string[]) => this.services.reader.steps(context.request, ids);
    return (await context.loader<string, StepRow[]>('document.steps', batch).load(versionId)).map(stepView);
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [ExtractedField], { description: 'What was extracted, with confidence and place.' })
  async fields(@Root() { versionId }: Document, @Ctx() context: GraphContext): Promise<ExtractedField[]> {
    const batch = (ids: readonly string[]) => this.services.reader.fields(context.request, ids);
    return (await context.loader<string, FieldRow[]>('document.fields', batch).load(versionId)).map(
      fieldView,
    );
  }

  @Directive('@listSize(assumedSize: 10)')
  @FieldResolver(() => [ScreenFinding], { description: 'What screening found.' })
  async findings(@Root() { versionId }: Document, @Ctx() context: GraphContext): Promise<ScreenFinding[]> {
    const batch = (ids: readonly string[]) => this.services.reader.findings(context.request, ids);
    return (await context.loader<string, FindingRow[]>('document.findings', batch).load(versionId)).map(
      findingView,
    );
  }

  @Directive(pageCost)
  @FieldResolver(() => DocumentPageConnection, { description: 'The pages with their text.' })
  pages(
    @Root() { id, versionId }: Document,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('versionId', () => ID, {
      nullable: true,
      description: 'Of this version, which a citation may name; the current one by default.',
    })
    wanted: string | null,
    @Ctx() context: GraphContext,
  ): Promise<Page<DocumentPage>> {
    const { first, after } = page;
    const batch = (asked: readonly PagesOf[]) =>
      this.services.reader.pages(context.request, asked, { first, after });
    const name = `document.pages ${first} ${after ?? ''}`;
    const versionOf = { documentId: id, versionId: wanted ?? versionId };
    return context.loader<PagesOf, Page<PageText>>(name, batch).load(versionOf);
  }

  @Directive('@listSize(assumedSize: 5)')
  @FieldResolver(() => [DocumentVersion], { description: 'The versions, newest first.' })
  versions(@Root() { id }: Document, @Ctx() context: GraphContext): Promise<DocumentVersion[]> {
    const batch = (ids: readonly string[]) => this.services.reader.versions(context.request, ids);
    return context.loader<string, VersionRow[]>('document.versions', batch).load(id);
  }

  @Mutation(() => CreateUploadResult, { description: 'Asks for a URL to send a file to.' })
  createUpload(
    @Arg('input', () => CreateUploadInput, { description: 'The file.' }) input: CreateUploadInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof CreateUploadResult> {
    return outcome(async () =>
      Object.assign(new CreateUploadPayload(), await this.services.intake.createUpload(request, input)),
    );
  }

  @Mutation(() => DocumentResult, { description: 'Makes a document of an upload whose bytes have arrived.' })
  completeUpload(
    @Arg('input', () => CompleteUploadInput, { description: 'The upload.' }) input: CompleteUploadInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof DocumentResult> {
    return outcome(async () => documentPayload(await this.services.intake.completeUpload(request, input)));
  }

  @Mutation(() => DocumentResult, { description: 'Adds a text as a document.' })
  addText(
    @Arg('input', () => AddTextInput, { description: 'The text.' }) input: AddTextInput,
    @Ctx() { request, signal }: GraphContext,
  ): Promise<typeof DocumentResult> {
    return outcome(async () => documentPayload(await this.services.intake.addText(request, input, signal)));
  }

  @Mutation(() => CorrectFieldResult, { description: 'Sets a value that a person knows better.' })
  correctField(
    @Arg('input', () => CorrectFieldInput, { description: 'The value.' }) input: CorrectFieldInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof CorrectFieldResult> {
    return outcome(async () =>
      Object.assign(new CorrectFieldPayload(), {
        field: fieldView(await this.services.changes.correctField(request, input)),
      }),
    );
  }

  @Mutation(() => ChangeDocumentResult, { description: 'Reads the current version anew; corrections stay.' })
  reprocessDocument(
    @Arg('input', () => ReprocessDocumentInput, { description: 'The document.' })
    input: ReprocessDocumentInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof ChangeDocumentResult> {
    return outcome(async () =>
      changePayload(await this.services.changes.reprocess(request, input.documentId)),
    );
  }

  @Mutation(() => ChangeDocumentResult, {
    description:
      'Relates a document and makes its recommendations anew, as it and the others stand now: after a correction, or a changed setting or rule.',
  })
  adviseDocument(
    @Arg('input', () => AdviseDocumentInput, { description: 'The document.' })
    input: AdviseDocumentInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof ChangeDocumentResult> {
    return outcome(async () => changePayload(await this.services.changes.advise(request, input.documentId)));
  }

  @Mutation(() => ChangeDocumentResult, { description: 'Sets the groups that may read a document.' })
  setDocumentGroups(
    @Arg('input', () => SetDocumentGroupsInput, { description: 'The groups.' }) input: SetDocumentGroupsInput,
    @Ctx() { request, signal }: GraphContext,
  ): Promise<typeof ChangeDocumentResult> {
    return outcome(async () => changePayload(await this.services.changes.setGroups(request, input, signal)));
  }

  @Mutation(() => DeleteDocumentResult, { description: 'Deletes a document and all that was made of it.' })
  deleteDocument(
    @Arg('input', () => DeleteDocumentInput, { description: 'The document.' }) input: DeleteDocumentInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof DeleteDocumentResult> {
    return outcome(async () => {
      const documentId = await this.services.changes.delete(request, input.documentId);
      return Object.assign(new DeleteDocumentPayload(), { documentId });
    });
  }

  @Subscription(() => Document, {
    topics: 'document.changed',
    description: 'A document each time it changes: first as it is, then after every step.',
  })
  documentChanged(
    @Root() row: DocumentRow,
    @Arg('id', () => ID, {
      nullable: true,
      description: 'Only this document; all that may be read by default.',
    })
    _id: string | null,
  ): Document {
    return documentView(row);
  }
}

function documentPayload({
  document,
  created,
}: {
  document: DocumentRow;
  created: boolean;
}): DocumentPayload {
  return Object.assign(new DocumentPayload(), { document: documentView(document), created });
}

function changePayload(document: DocumentRow): ChangeDocumentPayload {
  return Object.assign(new ChangeDocumentPayload(), { document: documentView(document) });
}
