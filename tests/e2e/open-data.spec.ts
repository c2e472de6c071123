/** The pages of open data: written by the server, they work without a script. */

import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, device } from "./people";

for (const viewport of [PHONE, DESKTOP]) {
  test(`open data is found, explained and downloaded at ${viewport.width} px`, async ({ browser, request }) => {
    const { context, page } = await device(browser, viewport);
    await page.goto("/tentang");
    await page.getByRole("main").getByRole("link", { name: "Data terbuka" }).click();
    await expect(page).toHaveURL(/\/open-data\?lang=id$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Data terbuka");
    await expectAccessible(page);
    await page.getByRole("link", { name: "Usulan", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Usulan");
    await expect(page.getByRole("row", { name: /estimated_cost/ })).toContainText("rupiah");
    await page.getByRole("row", { name: /^sector/ }).getByText("Daftar kode").click();
    await expect(page.getByText("LOCAL_ECONOMY")).toBeVisible();
    await expectAccessible(page);
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "Unduh Usulan: Excel (XLSX)" }).click();
    expect((await saved).suggestedFilename()).toBe("proposals.xlsx");
    await page.getByRole("link", { name: "English" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Proposals");
    const rows = (await (await request.get("/open-data/proposals.json")).json()) as { id: string; title: string }[];
    await page.goto(`/usulan/${rows[0]!.id}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(rows[0]!.title);
    await context.close();
  });
}

test("open data needs no script", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  const page = await context.newPage();
  await page.goto("/open-data");
  await expect(page.getByRole("link", { name: "Unduh Wilayah: GeoJSON" })).toBeVisible();
  await context.close();
});
