/** People at their devices. */

import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, expect } from "@playwright/test";

const PASSWORD = "rembug-demo";

export type Account = "warga" | "komunitas" | "desa" | "kecamatan" | "opd" | "bapperida" | "tapd" | "inspektorat" | "admin";

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

/** A device of one's own: no cookie and no memory of anyone else. What breaks in the page fails the test. */
export async function device(
  browser: Browser,
  viewport = DESKTOP,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const isPhone = viewport.width < 600;
  const context = await browser.newContext({
    viewport,
    isMobile: isPhone,
    hasTouch: isPhone,
    reducedMotion: "reduce",
    geolocation: { longitude: 109.14727, latitude: -7.32942 },
    permissions: ["geolocation"],
    ...options,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  return { context, page };
}

export async function signIn(page: Page, account: Account): Promise<void> {
  await page.goto("/masuk");
  await page.getByLabel("Surel atau nomor telepon").fill(`${account}@demo.rembug`);
  await page.getByLabel("Kata sandi").fill(PASSWORD);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  await expect(page).not.toHaveURL(/\/masuk/);
}

/** Somebody signed in on a device of their own. */
export async function person(browser: Browser, account: Account, viewport = DESKTOP): Promise<{ context: BrowserContext; page: Page }> {
  const own = await device(browser, viewport);
  await signIn(own.page, account);
  return own;
}
