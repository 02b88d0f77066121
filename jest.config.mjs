/** Tests run as they ship: the compiled files below dist, as ES modules, without a transform. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.test.js'],
  transform: {},
  reporters: ['default', '<rootDir>/testkit/skipped-reporter.mjs'],
  // The whole system starts in some of them, on a machine that runs others beside.
  testTimeout: 120_000,
  maxWorkers: 2,
  // The modules of a test file stay in a worker's memory after it; a new worker begins without them.
  workerIdleMemoryLimit: '1GB',
};
