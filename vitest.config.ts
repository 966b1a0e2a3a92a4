import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Two cores are the usual CI machine; real-time emulators and trainings must not starve each other.
    maxWorkers: 2,
    // npm run coverage: of the unit tests, which run in the process that counts. Components of the window are seen by the end-to-end tests.
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/renderer/**', 'src/preload/**', '**/*.testing.ts', '**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      // Reached when this was written: 54.1, 47.2, 49.3 and 55.4 %. Integration and end-to-end tests reach more, in other processes.
      thresholds: { statements: 53, branches: 46, functions: 48, lines: 54 },
      reportsDirectory: 'test-results/coverage',
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/unit/**/*.test.ts', 'scripts/**/*.test.ts'],
          environment: 'node',
          // They run at a low priority beside tests in real time.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each file has processes and ports of its own; one after the other keeps the emulator in real time.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/security/**/*.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
