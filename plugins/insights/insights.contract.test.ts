import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url, {
  inputs: {
    'insights.interpret': () => ({ question: 'how many invoices by supplier', today: '2026-11-23' }),
    'insights.word': () => ({ draft: 'The invoiced amount rose by 5 %.', values: ['5 %'] }),
  },
});
