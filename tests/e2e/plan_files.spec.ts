/** A plan is taken away: as files, on paper, and as a link that says where it leads. */

import { expect, test } from "@playwright/test";
import { PHONE, device } from "./people";

test("whoever reads a plan takes it away as a file, on paper, or as a link", async ({ browser }) => {
  const { context, page } = await device(browser, PHONE);
  await page.goto("/");
  await page.locator(".bottom-nav").getByRole("link", { name: "Rencana" }).click();
  await page.getByRole("main").locator('a[href^="/rencana/pln_"]').first().click();
  const title = await page.getByRole("heading", { level: 1 }).innerText();

  await test.step("as a file, named after the plan", async () => {
    for (const [name, ending] of [
      ["Dokumen (DOCX)", ".docx"],
      ["Anggaran (XLSX)", ".xlsx"],
      ["Peta (GeoJSON)", ".geojson"],
      ["Semua data (JSON)", ".json"],
    ] as const) {
      await page.getByText("Unduh", { exact: true }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name }).click();
      const file = (await download).suggestedFilename();
      expect(file.endsWith(ending) && title.startsWith(file.slice(0, 5)), file).toBe(true);
    }
  });

  await test.step("on paper, without what is there to be pressed, and with tables as tables", async () => {
    await page.emulateMedia({ media: "print" });
    for (const gone of [page.locator(".top"), page.locator(".bottom-nav"), page.getByText("Unduh", { exact: true })]) {
      await expect(gone).toBeHidden();
    }
    await expect(page.locator(".imprint")).toContainText(new URL(page.url()).pathname);
    for (const table of await page.locator("table.cards").all()) await expect(table).toHaveCSS("display", "table");
    await page.emulateMedia({ media: "screen" });
  });

  await test.step("as a link, for a program that runs no script", async () => {
    const html = await (await page.request.get(page.url())).text();
    expect(html).toContain('<meta property="og:title" content="');
    expect(html).not.toContain("<title>Rembug</title>");
  });
  await context.close();
});
