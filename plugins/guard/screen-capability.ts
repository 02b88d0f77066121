import { contextPart, defineCapability, type EnginePart, stepInput, stepOutputs } from 'tributary/sdk';
import { judgement, withJudgement } from './engine/judge.js';
import { policyOf } from './engine/policy.js';
import { screenDocument } from './engine/screen-document.js';

/** The step `screen`: findings with a verdict. See README for what is found and what it leads to. */
export const screenCapability = defineCapability({
  id: 'guard.screen',
  description: 'Hidden text, instructions to a model, personal data and keys of a document, with a verdict.',
  needs: ['documents', 'models', 'settings'],
  input: stepInput,
  output: stepOutputs.screen,
  maxOutputTokens: 500,
  documentsOf: ({ documentId }) => [documentId],
  async *model({ documentId, versionId }, { documents, models, settings }) {
    const { pages, hidden, text } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    const byRule = screenDocument(pages, hidden, policyOf(await settings.read()));
    // What the rules keep apart stays apart; a model has no word in it.
    if (byRule.verdict === 'QUARANTINE') return byRule;
    const answered = await models.complete({
      prompt: 'screen-document',
      variables: { text: contextPart('document', text, { id: documentId, keep: 'start' }) },
      schema: judgement,
    });
    return withJudgement(pages, byRule, answered);
  },
  async *builtIn({ documentId, versionId }, { documents, settings }) {
    const { pages, hidden } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    return screenDocument(pages, hidden, policyOf(await settings.read()));
  },
});

/** The version that the decision rests on; each finding has its own place. */
function readFrom(documentId: string, versionId: string): EnginePart {
  const nowhere = { page: null, start: null, end: null, quote: null, score: null };
  return { type: 'Evidence', evidence: [{ documentId, versionId, ...nowhere }] };
}
