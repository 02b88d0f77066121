import { Arg, Ctx, Directive, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { DateTime, type Failure, type GraphContext, outcome } from '#platform/graph';
import { Prompt, PromptLabelMove, PromptUsage, PromptVersionType } from './prompt.type.js';
import {
  MovePromptLabelInput,
  PromptDiff,
  PromptPayload,
  PromptResult,
  RollBackPromptInput,
  SavePromptInput,
  SavePromptPayload,
  SavePromptResult,
  SetPromptExperimentInput,
} from './prompt-change.type.js';
import type { PromptChanges } from './prompt-changes.service.js';
import type { PromptReader } from './prompt-reader.service.js';
import type { PromptUsageReader } from './prompt-usage.service.js';

const permission = 'Needs the permission `prompts:manage`.';

interface PromptServices {
  reader: PromptReader;
  changes: PromptChanges;
}

@Resolver(() => Prompt)
export class PromptResolver {
  constructor(private readonly services: PromptServices) {}

  @Directive('@listSize(assumedSize: 50)')
  @Query(() => [Prompt], { description: 'The prompts of the plugins with their versions.' })
  prompts(@Ctx() { request }: GraphContext): Promise<Prompt[]> {
    return this.services.reader.list(request);
  }

  @Query(() => Prompt, { nullable: true, description: 'A prompt; null when there is none of this name.' })
  prompt(
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Prompt | null> {
    return this.services.reader.find(request, name);
  }

  @Query(() => PromptDiff, {
    nullable: true,
    description: 'How two versions of a prompt differ; null when one does not exist.',
  })
  promptDiff(
    @Arg('prompt', () => String, { description: 'The prompt.' }) prompt: string,
    @Arg('from', () => Int, { description: 'The earlier version.' }) from: number,
    @Arg('to', () => Int, { description: 'The later version.' }) to: number,
    @Ctx() { request }: GraphContext,
  ): Promise<PromptDiff | null> {
    return this.services.reader.diff(request, prompt, from, to);
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [PromptLabelMove], {
    description: 'Where its labels went, newest first; twenty moves at most.',
  })
  history(@Root() { name }: Prompt, @Ctx() { request }: GraphContext): Promise<PromptLabelMove[]> {
    return this.services.reader.history(request, name);
  }

  @Mutation(() => SavePromptResult, {
    description: `Saves a version of the tenant's own, which no other tenant sees. ${permission}`,
  })
  savePrompt(
    @Arg('input', () => SavePromptInput, { description: 'The version.' }) input: SavePromptInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof SavePromptResult> {
    return outcome(async () => {
      const saved = await this.services.changes.save(request, input);
      const prompt = await this.services.reader.expect(request, saved.prompt, saved.version);
      const version = prompt.versions.find((one) => one.version === saved.version) ?? null;
      return Object.assign(new SavePromptPayload(), { prompt, version });
    });
  }

  @Mutation(() => PromptResult, {
    description: `Moves a label: \`production\` releases a version. Runs that have begun go on with theirs. ${permission}`,
  })
  movePromptLabel(
    @Arg('input', () => MovePromptLabelInput, { description: 'Where it goes.' }) input: MovePromptLabelInput,
    @Ctx() context: GraphContext,
  ): Promise<typeof PromptResult> {
    return this.#changed(context, (changes) => changes.move(context.request, input));
  }

  @Mutation(() => PromptResult, {
    description: `Puts a label back to where it stood before; again, one further. ${permission}`,
  })
  rollBackPrompt(
    @Arg('input', () => RollBackPromptInput, { description: 'Which label.' }) input: RollBackPromptInput,
    @Ctx() context: GraphContext,
  ): Promise<typeof PromptResult> {
    return this.#changed(context, (changes) => changes.rollBack(context.request, input));
  }

  @Mutation(() => PromptResult, {
    description: `Gives runs one of several versions, by weights; equal inputs get equal versions. ${permission}`,
  })
  setPromptExperiment(
    @Arg('input', () => SetPromptExperimentInput, { description: 'The versions.' })
    input: SetPromptExperimentInput,
    @Ctx() context: GraphContext,
  ): Promise<typeof PromptResult> {
    return this.#changed(context, (changes) => changes.setExperiment(context.request, input));
  }

  #changed(
    { request }: GraphContext,
    change: (changes: PromptChanges) => Promise<string>,
  ): Promise<PromptPayload | Failure> {
    return outcome(async () => {
      const prompt = await this.services.reader.expect(request, await change(this.services.changes));
      return Object.assign(new PromptPayload(), { prompt });
    });
  }
}

@Resolver(() => PromptVersionType)
export class PromptVersionResolver {
  constructor(private readonly reader: PromptUsageReader) {}

  @FieldResolver(() => PromptUsage, {
    nullable: true,
    description: 'What runs did with it; null without the permission `prompts:manage` or `analytics:read`.',
  })
  usage(
    @Root() { name, version }: PromptVersionType,
    @Arg('since', () => DateTime, {
      nullable: true,
      description: 'From when; from the beginning by default.',
    })
    since: Date | null,
    @Arg('until', () => DateTime, {
      nullable: true,
      description: 'To when, exclusive; until now by default.',
    })
    until: Date | null,
    @Ctx() { request, loader }: GraphContext,
  ): Promise<PromptUsage | null> {
    const period = { since: since ?? null, until: until ?? null };
    const batch = `prompt usage ${period.since?.toISOString()} ${period.until?.toISOString()}`;
    return loader<string, PromptUsage | null>(batch, (names) => this.reader.of(request, names, period)).load(
      `${name}@${version}`,
    );
  }
}
