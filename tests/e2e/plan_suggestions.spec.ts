/** Somebody who takes no part in a plan suggests how it should read; who writes it takes that over, or declines it. */

import { type Page, expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, person } from "./people";

const TITLE = "Saluran irigasi Gununglurah";

/** The village makes a plan of its own and opens it; the address of its page. */
async function begin(page: Page): Promise<string> {
  await page.goto("/rencana/baru");
  await page.getByLabel("Judul").fill(TITLE);
  await page.getByRole("combobox", { name: "Kecamatan", exact: true }).selectOption({ label: "Cilongok" });
  await page.getByRole("combobox", { name: "Desa atau kelurahan", exact: true }).selectOption({ label: "Gununglurah" });
  await page.getByRole("radio", { name: /^Infrastruktur kecil/ }).check();
  await page.getByRole("button", { name: "Buat dan mulai menulis" }).click();
  await expect(page.locator(".plan-status")).toHaveText("Tersimpan");
  const body = page.locator("textarea.plan-body").first();
  await body.fill("Saluran bocor di tiga titik.");
  await expect(page.locator(".plan-status")).toHaveText("Tersimpan");
  const address = new URL(page.url()).pathname.replace(/\/tulis$/, "");
  await page.goto(address);
  await expect(page.locator("main")).toContainText("Saluran bocor di tiga titik.");
  await page.getByRole("button", { name: "Buka untuk saran" }).click();
  await expect(page.getByText("Tahap rencana sudah berubah.")).toBeVisible();
  return address;
}

test("a resident suggests, the village answers, and the plan says it", async ({ browser }) => {
  const desk = await person(browser, "desa", DESKTOP);
  const phone = await person(browser, "warga", PHONE);
  const address = await begin(desk.page);
  const form = phone.page.getByRole("form").or(phone.page.locator("form[name=suggest]"));

  await test.step("a suggestion that is being written survives a reload", async () => {
    await phone.page.goto(address);
    await phone.page.getByRole("link", { name: /^Sarankan perubahan/ }).first().click();
    await expect(phone.page).toHaveURL(/\/saran\?bagian=/);
    const body = phone.page.getByLabel("Bagian ini seharusnya berbunyi");
    await expect(body).toHaveValue("Saluran bocor di tiga titik.");
    await phone.page.getByRole("button", { name: "Kirim saran" }).click();
    await expect(form.getByRole("alert")).toBeVisible();
    await body.fill("Saluran bocor parah di tiga titik dekat bendung.");
    await phone.page.reload();
    await expect(body).toHaveValue("Saluran bocor parah di tiga titik dekat bendung.");
    await expectAccessible(phone.page);
    await phone.page.getByLabel("Mengapa begitu?").fill("Supaya jelas tempatnya.");
    await phone.page.getByRole("button", { name: "Kirim saran" }).click();
    const item = phone.page.locator(".suggestion").first();
    await expect(item.locator("ins").first()).toContainText("parah");
    await expect(item).toContainText("Menunggu keputusan");
    await expectAccessible(phone.page);
  });

  await test.step("it is discussed and taken over beside what was written since", async () => {
    const { page } = desk;
    await page.goto(`${address}/tulis`);
    await expect(page.locator(".plan-status")).toHaveText("Tersimpan");
    await page.locator("textarea.plan-body").first().focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type(" Panjangnya 300 meter.");
    await expect(page.locator(".plan-status")).toHaveText("Tersimpan");
    await page.getByRole("link", { name: "1 saran menunggu keputusan" }).click();
    const item = page.locator(".suggestion").first();
    await expect(item).toContainText("Bagian ini sudah berubah sejak saran dibuat.");
    await item.getByRole("button", { name: /komentar|Komentari/i }).click();
    const panel = page.getByRole("dialog");
    await panel.getByRole("textbox").fill("Terima kasih, akan kami terima.");
    await panel.getByRole("button", { name: "Kirim" }).click();
    await expect(panel.locator(".comment")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await item.getByRole("button", { name: "Terima" }).click();
    await expect(item).toContainText("Diterima oleh Suparno");
    await page.goto(address);
    await expect(page.locator("main")).toContainText("Saluran bocor parah di tiga titik dekat bendung. Panjangnya 300 meter.");
  });

  await test.step("another is declined with a reason that its author reads", async () => {
    await phone.page.goto(`${address}/saran`);
    await phone.page.getByRole("combobox", { name: "Bagian" }).selectOption({ index: 1 });
    await phone.page.getByLabel("Bagian ini seharusnya berbunyi").fill("Tidak perlu.");
    await phone.page.getByRole("button", { name: "Kirim saran" }).click();
    await expect(phone.page.locator(".suggestion")).toHaveCount(1);
    const { page } = desk;
    await page.goto(`${address}/saran`);
    const item = page.locator(".suggestion").first();
    await item.getByRole("button", { name: "Tolak" }).click();
    await item.getByLabel("Mengapa ditolak?").fill("Warga membutuhkannya.");
    await item.locator("form").getByRole("button", { name: "Tolak" }).click();
    await expect(item).toContainText("Ditolak oleh Suparno");
    await expectAccessible(page);
    await phone.page.reload();
    await phone.page.getByRole("button", { name: "Termasuk yang sudah diputuskan" }).click();
    await expect(phone.page.locator(".suggestion")).toHaveCount(2);
    await expect(phone.page.locator(".suggestion").first()).toContainText("Warga membutuhkannya.");
  });
  await desk.context.close();
  await phone.context.close();
});
