import { defineConfig } from "@playwright/test";

/** One server with the sample data, one browser of the system: see xtask/src/browser.rs. */
export default defineConfig({
  testDir: ".",
  outputDir: process.env.REMBUG_E2E_OUTPUT,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  // The story changes what the screens show, so everything runs in turn.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  use: {
    baseURL: process.env.REMBUG_E2E_URL,
    locale: "id-ID",
    timezoneId: "Asia/Jakarta",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.REMBUG_E2E_CHROMIUM,
      args: ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking"],
    },
  },
});
