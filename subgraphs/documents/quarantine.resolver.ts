import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import type { DocumentRow } from './document.entity.js';
import {
  ChangeDocumentPayload,
  ChangeDocumentResult,
  RejectDocumentInput,
  ReleaseDocumentInput,
} from './document.inputs.js';
import { Document, DocumentConnection } from './document.type.js';
import { documentView } from './document.view.js';
import type { DocumentReader } from './document-reader.service.js';
import type { Quarantine } from './quarantine.service.js';

/** What people decide on documents that screening keeps apart. */
@Resolver()
export class QuarantineResolver {
  constructor(private readonly services: { quarantine: Quarantine; reader: DocumentReader }) {}

  @Directive(pageCost)
  @Query(() => DocumentConnection, {
    description:
      'The documents in quarantine that the caller may read, newest first; for who decides on them.',
  })
  async quarantinedDocuments(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Document>> {
    const list = await this.services.reader.quarantined(request, page);
    return {
      ...list,
      nodes: list.nodes.map(documentView),
      edges: list.edges.map((edge) => ({ ...edge, node: documentView(edge.node) })),
    };
  }

  @Mutation(() => ChangeDocumentResult, {
    description:
      'Lets this version of a document out of quarantine: it is read on from where screening stopped it. A later version is screened anew.',
  })
  releaseDocument(
    @Arg('input', () => ReleaseDocumentInput, { description: 'The document, and why.' })
    input: ReleaseDocumentInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof ChangeDocumentResult> {
    return outcome(async () => payload(await this.services.quarantine.release(request, input)));
  }

  @Mutation(() => ChangeDocumentResult, {
    description: 'Keeps this version of a document in quarantine for good.',
  })
  rejectDocument(
    @Arg('input', () => RejectDocumentInput, { description: 'The document, and why.' })
    input: RejectDocumentInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof ChangeDocumentResult> {
    return outcome(async () => payload(await this.services.quarantine.reject(request, input)));
  }
}

const payload = (document: DocumentRow) =>
  Object.assign(new ChangeDocumentPayload(), { document: documentView(document) });
