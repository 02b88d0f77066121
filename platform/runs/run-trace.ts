import type { Citation, DocumentText, Engine, EvidenceRef, ScreenFinding } from 'tributary/sdk';
import type { ModelCall, RunOutcome } from '#platform';
import type { RunBinding } from '#platform/plugin-host';
import type { RunSpans } from '#platform/telemetry';
import type { Question, Reused } from './semantic-cache.js';

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
  /** Whether a document that it was made from was erased meanwhile. */
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

  screened(verdict: 'ALLOW' | 'MODIFY' | 'BLOCK', findings: readonly ScreenFinding[]): void {
    this.findings.push(...findings);
    if (verdict === 'BLOCK') this.screening = 'BLOCKED';
    else if (verdict === 'MODIFY' && this.screening !== 'BLOCKED') this.screening = 'MODIFIED';
  }
}
