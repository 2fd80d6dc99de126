import { defineConfig } from 'vitest/config';

/** Folders whose tests only compute: files share what they import, which saves a minute. */
const COMPUTING = ['golden', 'quantize', 'search', 'network', 'tensor', 'report'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      { extends: true, test: { name: 'computing', include: COMPUTING, isolate: false } },
      {
        extends: true,
        test: { name: 'tools', include: ['test/**/*.test.ts'], exclude: COMPUTING },
      },
    ],
  },
});
