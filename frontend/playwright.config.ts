/**
 * Browser tests. The specs live in ../tests/e2e; their own tsconfig.json leads `@playwright/test` to this folder's
 * packages, since nothing above them has any.
 *
 * BASE_URL: where the app is served (default: the server's own port). CHROMIUM: the browser to drive.
 */
import { defineConfig } from '@playwright/test';

const LAPTOP = { width: 1280, height: 800 };

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: './test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 150_000,
  reporter: [['list']],
  use: {
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:5000',
    viewport: LAPTOP,
    trace: 'off',
    video: 'off',
    screenshot: 'off',
    // Every test gets its own context, so no profile outlives a test.
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
        '--disable-sync',
      ],
    },
  },
});
