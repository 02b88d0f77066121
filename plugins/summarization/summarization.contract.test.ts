import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url, {
  cassettes: 'cassettes',
  // Of its own, so that what was recorded stays right.
  document:
    'The mill in the valley grinds flour for eleven villages. Its wheel was built of oak in 1780. In the winter of 1963 the water froze and the wheel stood still for a month. Today the mill is a museum.',
});
