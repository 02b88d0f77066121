import type {
  Citation,
  DocumentText,
  Engine,
  EvidenceRef,
  ScreenFinding,
  ScreenVerdict,
} from 'tributary/sdk';
import type { ModelCall, RunOutcome, Screening } from '#platform';
import type { RunBinding } from '#platform/plugin-host';
import type { RunSpans } from '#platform/telemetry';
import type { LeakWatch } from './leak-watch.js';
import { PromptSecret } from './prompt-secret.js';
import type { Pseudonyms } from './pseudonyms.js';
import { shownQuote } from './screening.js';
import type { Question, Reused } from './semantic-cache.js';
import { mapTexts } from './texts.js';
import type { PlaceVerdict } from './verdict-records.js';

/** What one run was given, said and used: the material of its result and its decision. */
export class RunTrace implements Pick<RunBinding, 'sawDocuments' | 'sawText' | 'sawVersions'> {
  /** Documents that the engine was given something of. */
  readonly documents: Set<string>;
  /** Which versions of them, and of which documents those are all. */
  readonly versions = new Set<string>();
  readonly #versioned = new Set<string>();
  /** Texts that it read, by version. */
  readonly texts = new Map<string, DocumentText>();
  readonly prompts = new Set<string>();
  readonly findings: ScreenFinding[] = [];
  screening: 'ALLOWED' | 'MODIFIED' | 'BLOCKED' | 'UNSCREENED' = 'UNSCREENED';
  /** What was published, or will be. */
  text = '';
  /** By which meaning the question was looked for, and whose answer was given. */
  question: Question | null = null;
  reused: Reused | null = null;
  /** Why the built-in engine stands in for the model. */
  fallback: { from: Engine; reason: string } | null = null;
  /** The calls of models that have ended, also those that failed. */
  readonly calls: ModelCall[] = [];
  /** What it ran within itself, with what came of it. */
  readonly nested: RunOutcome[] = [];
  /** Calls of tools that were not made: of one that was not offered, or that something asked for that is not trusted. */
  readonly deniedTools: { readonly tool: string; readonly reason: string }[] = [];
  #secret: PromptSecret | null = null;
  /** The input as it is kept, when screening took something out of it. */
  keptInput: { readonly input: unknown } | null = null;
  /** Null when models are given all as it is. */
  pseudonyms: Pseudonyms | null = null;
  /** Whether a screen asked for a person. */
  wantsReview = false;
  /** What screening found or changed, by place. */
  readonly verdicts: PlaceVerdict[] = [];
  /** The policies that screens decided by. */
  readonly policies = new Set<string>();
  /** Whether a document that it was made from, or the run itself, was erased meanwhile: no text of it is kept. */
  isErased = false;
  /** Whether something of the prompt or of the answer was cut. */
  truncated = false;
  citations: Citation[] = [];
  evidence: EvidenceRef[] = [];
  /** Citations whose quote does not stand where they say; they are not published. */
  unfounded = 0;

  constructor(
    documentIds: readonly string[],
    readonly spans: RunSpans,
  ) {
    this.documents = new Set(documentIds);
  }

  sawDocuments(ids: readonly string[]): void {
    for (const id of ids) this.documents.add(id);
  }

  sawText(document: DocumentText): void {
    this.texts.set(document.versionId, document);
    this.sawVersions([[document.id, document.versionId]]);
  }

  sawVersions(versions: Iterable<readonly [document: string, version: string]>): void {
    for (const [document, version] of versions) this.sawMade({ documents: [document], versions: [version] });
  }

  /** Something was made from all these documents, in these versions. */
  sawMade(made: { documents: Iterable<string>; versions: Iterable<string> }): void {
    for (const document of made.documents) {
      this.documents.add(document);
      this.#versioned.add(document);
    }
    for (const version of made.versions) this.versions.add(version);
  }

  /** Documents of which no version is known. */
  get unversioned(): string[] {
    return [...this.documents].filter((id) => !this.#versioned.has(id));
  }

  /** What no reader of the answer may see of its prompts. */
  get secret(): PromptSecret {
    this.#secret ??= new PromptSecret();
    return this.#secret;
  }

  /** Finds that in text; null while no model was asked. */
  watch(): LeakWatch | null {
    return this.#secret?.watch() ?? null;
  }

  /** From now on what is recorded of the run has placeholders, too. */
  hidesBy(pseudonyms: Pseudonyms | null): void {
    this.pseudonyms = pseudonyms;
    if (pseudonyms) this.spans.keepContentAs((content) => this.recorded(content));
  }

  /** Content as it is recorded beside the run. */
  recorded<Content>(content: Content): Content {
    const { pseudonyms } = this;
    return pseudonyms ? (mapTexts(content, (text) => pseudonyms.hide(text)) as Content) : content;
  }

  sawPrompt(version: string): void {
    this.prompts.add(version);
  }

  /** Another engine begins: nothing of the first was shown. What stands in for an answer is not repeated to others. */
  beginAnew(): void {
    this.question = null;
    this.text = '';
    this.truncated = false;
    this.citations = [];
    this.evidence = [];
    this.unfounded = 0;
    this.prompts.clear();
  }

  /** Of the places that the answer rests on, readers see the quotes as screening leaves quotes. */
  showEvidence(screening: Screening): void {
    this.evidence = this.evidence.map((place) =>
      place.quote === null ? place : { ...place, quote: shownQuote(screening, place.quote) },
    );
  }

  /** Says what was found, once the output gave a prompt away. */
  sawLeak(): void {
    this.screened('BLOCK', [
      { kind: 'secret.prompt', severity: 'HIGH', rule: 'runs.prompt-leak', ruleVersion: 1 },
    ]);
  }

  screened(verdict: ScreenVerdict['verdict'], findings: readonly ScreenFinding[]): void {
    this.findings.push(...findings);
    if (verdict === 'REVIEW') this.wantsReview = true;
    if (verdict === 'BLOCK') this.screening = 'BLOCKED';
    else if (verdict === 'MODIFY' && this.screening !== 'BLOCKED') this.screening = 'MODIFIED';
  }
}
