/** The wizard as people walk it. */

import { type Page, expect } from "@playwright/test";

export async function next(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Lanjut", exact: true }).click();
}

/** A select or a group of radios, whichever the question is. */
export async function choose(page: Page, name: string, value: string): Promise<void> {
  const radio = page.locator(`input[type=radio][name=${name}][value='${value}']`);
  const select = page.locator(`select[name=${name}]`);
  await expect(radio.or(select)).toHaveCount(1);
  if ((await radio.count()) === 1) await radio.check();
  else await select.selectOption(value);
}

/** The first step: where the device is, which is in Gununglurah. */
export async function standHere(page: Page, landmark: string): Promise<void> {
  await page.getByRole("button", { name: "Saya sedang di sini" }).click();
  await expect(page.getByText("Gununglurah").first()).toBeVisible();
  await page.getByLabel("Alamat atau patokan").fill(landmark);
}

/** From the first step to the check, with a small programme. */
export async function fillIn(page: Page, title: string): Promise<void> {
  await standHere(page, "Balai Grumbul Cikole");
  await next(page);
  await page.getByLabel("Apa yang diusulkan?").fill(title);
  await page.getByLabel("Apa masalahnya?").fill("Belum ada kegiatan bersama.");
  await choose(page, "sector", "SOCIAL");
  await choose(page, "kind", "NON_PHYSICAL");
  await next(page);
  await page.locator("#quantity").fill("30");
  await choose(page, "unit", "PERSON");
  await page.locator("#estimatedCost").fill("24000000");
  await next(page);
  await page.locator("#beneficiaries").fill("30");
  await choose(page, "urgency", "3");
  await next(page);
  await expect(page.getByText(title)).toBeVisible();
}
