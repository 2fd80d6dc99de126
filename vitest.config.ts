import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Files share what they import: loading it for each would take a tenth of the time.
    isolate: false,
    allowOnly: false,
    passWithNoTests: false,
  },
});
