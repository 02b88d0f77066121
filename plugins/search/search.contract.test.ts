import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url, {
  inputs: { 'search.interpret': () => ({ query: 'invoices over 500 EUR from March', today: '2026-11-23' }) },
});
