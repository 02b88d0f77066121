import { describeMainJob } from '../testkit/main-job/index.js';
import { TestSystem } from '../testkit/system.js';

describe('the main job, embedded', () => {
  describeMainJob(() => TestSystem.start());
});
