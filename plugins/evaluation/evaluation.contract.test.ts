import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url);
