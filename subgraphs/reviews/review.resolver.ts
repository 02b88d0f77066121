import { AppError, type EvidenceRef } from 'tributary/sdk';
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
import { validate } from 'uuid';
import {
  decodeCursor,
  Evidence,
  type GraphContext,
  outcome,
  type Page,
  PageArguments,
  pageCost,
  pageOf,
  pageSize,
} from '#platform/graph';
import {
  AssignReviewInput,
  AssignReviewPayload,
  AssignReviewResult,
  ClaimReviewInput,
  ClaimReviewPayload,
  ClaimReviewResult,
  ResolveReviewInput,
  ResolveReviewPayload,
  ResolveReviewResult,
  Review,
  ReviewConnection,
  ReviewCounts,
  ReviewedDocument,
  ReviewFilter,
} from './review.type.js';
import { reviewView } from './review.view.js';
import type { ReviewAssignments } from './review-assignments.service.js';
import type { ReviewDecisions } from './review-decisions.service.js';
import type { ListPage, ReviewList, ReviewReader } from './review-reader.service.js';

@Resolver(() => Review)
export class ReviewResolver {
  constructor(
    private readonly services: {
      reader: ReviewReader;
      assignments: ReviewAssignments;
      decisions: ReviewDecisions;
    },
  ) {}

  @Directive(pageCost)
  @Query(() => ReviewConnection, { description: 'Reviews that the caller may read, newest first.' })
  async reviews(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ReviewFilter, { nullable: true, description: 'Which reviews.' })
    filter: ReviewFilter | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Review>> {
    return pageOfReviews(await this.services.reader.list(request, filter ?? {}, listPage(page)), page);
  }

  @Query(() => ReviewCounts, {
    description: 'How many reviews there are, of those that the caller may read.',
  })
  reviewCounts(
    @Arg('filter', () => ReviewFilter, { nullable: true, description: 'Which reviews are counted.' })
    filter: ReviewFilter | null,
    @Ctx() { request }: GraphContext,
  ): Promise<ReviewCounts> {
    return this.services.reader.totals(request, filter ?? {});
  }

  @Query(() => Review, { nullable: true, description: 'One review; null when it may not be read.' })
  async review(
    @Arg('id', () => ID, { description: "The review's id." }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Review | null> {
    const [row] = await this.services.reader.readMany(request, [id]);
    return row ? reviewView(row) : null;
  }

  @Mutation(() => AssignReviewResult, {
    description: 'Asks one person or a group, or gives a review back to all reviewers.',
  })
  assignReview(
    @Arg('input', () => AssignReviewInput, { description: 'Who is asked.' }) input: AssignReviewInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof AssignReviewResult> {
    return outcome(async () => {
      const row = await this.services.assignments.assign(request, input.reviewId, input.assignee ?? null);
      return Object.assign(new AssignReviewPayload(), { review: reviewView(row) });
    });
  }

  @Mutation(() => ClaimReviewResult, {
    description:
      'Takes a review on oneself; refused when another has it. assignReview without an assignee gives it back.',
  })
  claimReview(
    @Arg('input', () => ClaimReviewInput, { description: 'Which.' }) input: ClaimReviewInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof ClaimReviewResult> {
    return outcome(async () => {
      const row = await this.services.assignments.claim(request, input.reviewId);
      return Object.assign(new ClaimReviewPayload(), { review: reviewView(row) });
    });
  }

  @Mutation(() => ResolveReviewResult, {
    description:
      'Says what one person decides; refused when what was shown has changed, and to who is excluded. Where two have to approve, the first approval decides nothing yet.',
  })
  resolveReview(
    @Arg('input', () => ResolveReviewInput, { description: 'The decision.' }) input: ResolveReviewInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof ResolveReviewResult> {
    return outcome(async () => {
      const row = await this.services.decisions.resolve(request, {
        ...input,
        comment: input.comment ?? null,
      });
      return Object.assign(new ResolveReviewPayload(), { review: reviewView(row) });
    });
  }

  @Subscription(() => Review, {
    topics: 'reviewChanged',
    description:
      'Reviews that the caller may read, each time that one is asked, assigned, approved, decided, escalated or expires.',
  })
  reviewChanged(
    @Root() review: Review,
    @Arg('documentId', () => ID, { nullable: true, description: 'Those of this document only.' }) _documentId:
      | string
      | null,
    @Arg('filter', () => ReviewFilter, { nullable: true, description: 'Those that it fits then.' })
    _filter: ReviewFilter | null,
  ): Review {
    return review;
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [Evidence], {
    description: 'Places to look at, in documents that the caller may read.',
  })
  evidence(@Root() { evidenceRefs }: Review, @Ctx() context: GraphContext): Promise<EvidenceRef[]> {
    return context
      .loader<EvidenceRef[], EvidenceRef[]>('evidence', (lists) =>
        this.services.reader.evidence(context.request, [...lists]),
      )
      .load(evidenceRefs);
  }
}

@Resolver(() => ReviewedDocument)
export class ReviewedDocumentResolver {
  constructor(private readonly reader: ReviewReader) {}

  @Directive(pageCost)
  @FieldResolver(() => ReviewConnection, {
    nullable: true,
    description: 'Reviews of the document, newest first.',
  })
  async reviews(
    @Root() { id }: ReviewedDocument,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphContext,
  ): Promise<Page<Review>> {
    const asked = listPage(page);
    const list = await context
      .loader<string, ReviewList>(`reviews of documents ${JSON.stringify(asked)}`, (ids) =>
        this.reader.ofDocuments(context.request, ids, asked),
      )
      .load(id);
    return pageOfReviews(list, page);
  }
}

function listPage({ first, after }: PageArguments): ListPage {
  const [last] = after ? decodeCursor(after, 1) : [null];
  if (last !== null && !validate(last)) throw new AppError('CURSOR_INVALID');
  return { first: pageSize(first), after: last === null ? null : String(last) };
}

function pageOfReviews({ rows, totalCount }: ReviewList, { first, after }: PageArguments): Page<Review> {
  return pageOf(rows.map(reviewView), { first, after, totalCount, cursorOf: ({ id }) => [id] });
}
