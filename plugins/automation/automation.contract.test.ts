import { describePlugin } from 'tributary/testkit';
import { called, workflowsOf } from './test-workflows.fixture.js';

const definition = called([
  {
    name: 'check',
    type: 'capability',
    capability: 'evaluation.check-claims',
    input: { claims: ['The mill is old.'], sources: ['The mill is very old.'] },
  },
]);
let begun = '';

describePlugin(import.meta.url, {
  inputs: {
    'automation.summarize-run': async ({ host }) => {
      if (begun === '') {
        const flows = workflowsOf(host);
        await flows.set('contract', definition);
        begun = await flows.start('contract');
        await host.settled();
      }
      return { runId: begun, revision: 1 };
    },
  },
  // A run of its own, for the page names that of the operation above.
  variables: async ({ host, document }) => {
    const flows = workflowsOf(host);
    await flows.set('page', definition);
    const runId = await flows.start('page');
    await host.settled();
    return { definition, runId, documentId: document.id, input: { claims: ['A.'], source: 'B.' } };
  },
});
