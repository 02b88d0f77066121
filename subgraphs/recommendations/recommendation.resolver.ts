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
import type { FeedbackRow } from './feedback.entity.js';
import type { RecommendationsForMe } from './for-me.service.js';
import type { RecommendationRow } from './recommendation.entity.js';
import {
  DecideRecommendationInput,
  EvidenceDocument,
  FeedbackValue,
  GiveFeedbackInput,
  Recommendation,
  RecommendationConnection,
  RecommendationEvidence,
  RecommendationFilterInput,
  RecommendationPayload,
  RecommendationResult,
} from './recommendation.type.js';
import { recommendationView } from './recommendation.view.js';
import type { RecommendationDecisions } from './recommendation-decisions.service.js';
import type { RecommendationReader } from './recommendation-reader.service.js';

interface Services {
  reader: RecommendationReader;
  forMe: RecommendationsForMe;
  decisions: RecommendationDecisions;
}

@Resolver(() => Recommendation)
export class RecommendationResolver {
  constructor(private readonly services: Services) {}

  @Query(() => Recommendation, {
    nullable: true,
    description: 'A recommendation; null when it does not exist or may not be read.',
  })
  async recommendation(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Recommendation | null> {
    const [row] = await this.services.reader.find(request, [id]);
    return row ? recommendationView(row) : null;
  }

  @Directive(pageCost)
  @Query(() => RecommendationConnection, {
    description: 'Recommendations for documents that the caller may read, newest first.',
  })
  async recommendations(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => RecommendationFilterInput, { nullable: true, description: 'Which recommendations.' })
    filter: RecommendationFilterInput | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Recommendation>> {
    return viewPage(await this.services.reader.list(request, filter ?? {}, page));
  }

  @Directive(pageCost)
  @Query(() => RecommendationConnection, {
    description: 'Open recommendations in the order that is likely to help the caller most.',
  })
  async recommendationsForMe(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Recommendation>> {
    return viewPage(await this.services.forMe.list(request, page));
  }

  @FieldResolver(() => EvidenceDocument, { nullable: true, description: 'The document that it concerns.' })
  document(@Root() { documentId }: Recommendation): EvidenceDocument {
    return { id: documentId };
  }

  @Directive('@listSize(assumedSize: 10)')
  @FieldResolver(() => [RecommendationEvidence], { description: 'What it rests on.' })
  evidence(@Root() { evidencePlaces }: Recommendation): RecommendationEvidence[] {
    return evidencePlaces;
  }

  @FieldResolver(() => FeedbackValue, { nullable: true, description: "The caller's own feedback." })
  async myFeedback(
    @Root() { id }: Recommendation,
    @Ctx() context: GraphContext,
  ): Promise<'UP' | 'DOWN' | null> {
    const batch = (ids: readonly string[]) => this.services.reader.myFeedback(context.request, ids);
    return (
      (await context.loader<string, FeedbackRow | null>('recommendation.feedback', batch).load(id))?.value ??
      null
    );
  }

  @Mutation(() => RecommendationResult, {
    description: 'Accepts a recommendation and runs the operation that it proposes, if any.',
  })
  acceptRecommendation(
    @Arg('input', () => DecideRecommendationInput, { description: 'The recommendation.' })
    input: DecideRecommendationInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RecommendationResult> {
    return outcome(async () => payload(await this.services.decisions.accept(request, input)));
  }

  @Mutation(() => RecommendationResult, { description: 'Rejects a recommendation.' })
  rejectRecommendation(
    @Arg('input', () => DecideRecommendationInput, { description: 'The recommendation.' })
    input: DecideRecommendationInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RecommendationResult> {
    return outcome(async () => payload(await this.services.decisions.reject(request, input)));
  }

  @Mutation(() => RecommendationResult, {
    description: 'Says whether a recommendation helped; the next list for the caller reflects it.',
  })
  giveFeedback(
    @Arg('input', () => GiveFeedbackInput, { description: 'The feedback.' }) input: GiveFeedbackInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RecommendationResult> {
    return outcome(async () => payload(await this.services.decisions.giveFeedback(request, input)));
  }

  @Subscription(() => Recommendation, {
    topics: 'recommendation.changed',
    description: 'Each recommendation that is made or decided, of documents that the caller may read.',
  })
  recommendationChanged(
    @Root() row: RecommendationRow,
    @Arg('documentId', () => ID, { nullable: true, description: 'Only for this document.' }) _documentId:
      | string
      | null,
  ): Recommendation {
    return recommendationView(row);
  }
}

@Resolver(() => RecommendationEvidence)
export class RecommendationEvidenceResolver {
  @FieldResolver(() => EvidenceDocument, {
    nullable: true,
    description: 'The document; null when it may not be read.',
  })
  document(@Root() { documentId }: RecommendationEvidence): EvidenceDocument {
    return { id: documentId };
  }
}

@Resolver(() => EvidenceDocument)
export class DocumentRecommendationsResolver {
  constructor(private readonly reader: RecommendationReader) {}

  @Directive(pageCost)
  @FieldResolver(() => RecommendationConnection, {
    nullable: true,
    description: 'What is recommended for it, newest first.',
  })
  async recommendations(
    @Root() { id }: EvidenceDocument,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphContext,
  ): Promise<Page<Recommendation>> {
    const { first, after } = page;
    const batch = (ids: readonly string[]) => this.reader.ofDocuments(context.request, ids, { first, after });
    const name = `document.recommendations ${first} ${after ?? ''}`;
    return viewPage(await context.loader<string, Page<RecommendationRow>>(name, batch).load(id));
  }
}

function viewPage(page: Page<RecommendationRow>): Page<Recommendation> {
  const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: recommendationView(node) }));
  return { ...page, edges, nodes: edges.map(({ node }) => node) };
}

function payload(row: RecommendationRow): RecommendationPayload {
  return Object.assign(new RecommendationPayload(), { recommendation: recommendationView(row) });
}
