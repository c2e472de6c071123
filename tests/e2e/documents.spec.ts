/** The papers that come with a proposal: chosen, kept over a reload, sent, and downloaded by anyone. */

import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { PHONE, device, person } from "./people";
import { next, standHere } from "./wizard";

const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");
const TITLE = "Pelatihan pembukuan kelompok wanita tani Sekar Arum";

test("a resident's cost estimate survives a reload and is downloaded by a neighbour", async ({ browser }) => {
  const { context, page } = await person(browser, "warga", PHONE);
  await page.goto("/usulan/baru");
  await standHere(page, "Balai Grumbul Cikole");
  await next(page);
  await page.getByLabel("Apa yang diusulkan?").fill(TITLE);
  await page.getByLabel("Apa masalahnya?").fill("Tiga puluh anggota belum mencatat uang masuk dan keluar.");
  await page.locator("input[name=sector][value=LOCAL_ECONOMY]").check();
  await page.locator("input[name=kind][value=NON_PHYSICAL]").check();
  const chooser = page.locator("input[name=document-COST_ESTIMATE]");
  await chooser.setInputFiles({ name: "foto.pdf", mimeType: "application/pdf", buffer: Buffer.from("bukan PDF") });
  await expect(page.locator("#documents .error")).toContainText("bukan PDF yang utuh");
  await chooser.setInputFiles({ name: "RAB pelatihan.pdf", mimeType: "application/pdf", buffer: PDF });
  await expect(page.locator("#documents")).toContainText("RAB pelatihan.pdf");
  await expect(page.locator("#documents .error")).toHaveCount(0);
  await expect(page.locator(".propose-foot")).toContainText("Tersimpan");
  await expectAccessible(page);
  await page.reload();
  await expect(page.locator("#documents")).toContainText("RAB pelatihan.pdf");
  await next(page);
  await page.locator("#quantity").fill("30");
  await page.locator("select[name=unit]").selectOption("PERSON");
  await page.locator("#estimatedCost").fill("24000000");
  await next(page);
  await page.locator("#beneficiaries").fill("30");
  await page.locator("input[name=urgency][value='3']").check();
  await next(page);
  await expect(page.locator(".documents")).toContainText("RAB pelatihan.pdf");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Kirim usulan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  const address = new URL(page.url()).pathname;
  await context.close();

  const neighbour = await device(browser, PHONE);
  await neighbour.page.goto(address);
  await expect(neighbour.page.locator(".documents")).toContainText("Rencana Anggaran Biaya");
  await expectAccessible(neighbour.page);
  const [download] = await Promise.all([
    neighbour.page.waitForEvent("download"),
    neighbour.page.getByRole("link", { name: /^Unduh/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("RAB pelatihan.pdf");
  expect(await readFile(await download.path())).toEqual(PDF);
  await neighbour.context.close();
});
