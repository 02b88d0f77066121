import type { Citation, DocumentText, EvidenceRef, ScreenFinding } from 'tributary/sdk';
import type { RunBinding } from '#platform/plugin-host';

/** What one run was given, said and used: the material of its result and its decision. */
export class RunTrace implements Pick<RunBinding, 'sawDocuments' | 'sawText' | 'sawPrompt'> {
  /** Documents that the engine was given something of. */
  readonly documents: Set<string>;
  /** Texts that it read, by version. */
  readonly texts = new Map<string, DocumentText>();
  readonly prompts = new Set<string>();
  readonly findings: ScreenFinding[] = [];
  screening: 'ALLOWED' | 'MODIFIED' | 'BLOCKED' | 'UNSCREENED' = 'UNSCREENED';
  /** What was published, or will be. */
  text = '';
  citations: Citation[] = [];
  evidence: EvidenceRef[] = [];
  /** Citations whose quote does not stand where they say; they are not published. */
  unfounded = 0;

  constructor(documentIds: readonly string[]) {
    this.documents = new Set(documentIds);
  }

  sawDocuments(ids: readonly string[]): void {
    for (const id of ids) this.documents.add(id);
  }

  sawText(document: DocumentText): void {
    this.texts.set(document.versionId, document);
  }

  sawPrompt(version: string): void {
    this.prompts.add(version);
  }

  /** Another engine begins: nothing of the first was shown. */
  beginAnew(): void {
    this.text = '';
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
