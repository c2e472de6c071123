/** What goes wrong on the way costs nobody what they wrote. */

import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, device, person } from "./people";
import { fillIn } from "./wizard";

test("a session that ends while somebody writes costs a sign-in and nothing else", async ({ browser }) => {
  const title = "Senam lansia tiap Jumat di balai grumbul";
  const { context, page } = await person(browser, "warga", PHONE);
  await page.goto("/usulan/baru");
  await fillIn(page, title);
  await context.clearCookies();
  await page.getByRole("button", { name: "Kirim usulan" }).click();
  await page.getByRole("link", { name: /^Masuk/ }).filter({ visible: true }).and(page.locator("main a")).first().click();
  await page.getByLabel("Surel atau nomor telepon").fill("warga@demo.rembug");
  await page.getByLabel("Kata sandi").fill("rembug-demo");
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  await expect(page.getByText(title)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Kirim usulan" }).click();
  await expect(page).toHaveURL(/\/usulan\/prp_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await context.close();
});

test("two devices that change one draft at once compare, choose, and lose neither", async ({ browser }) => {
  const [title, better, cause] = ["Arisan bibit buah", "Arisan bibit buah warga RW 05", "Pekarangan kosong sejak kemarau panjang."];
  const phone = await person(browser, "warga", PHONE);
  await phone.page.goto("/usulan/baru");
  await fillIn(phone.page, title);
  await phone.page.getByRole("button", { name: "Simpan sebagai draf" }).click();
  await expect(phone.page.getByRole("heading", { level: 1 })).toHaveText(title);
  const address = new URL(phone.page.url()).pathname;

  const desk = await person(browser, "warga", DESKTOP);
  for (const { page } of [phone, desk]) await page.goto(`${address}/ubah?langkah=2`);
  await phone.page.getByLabel("Apa yang diusulkan?").fill(better);
  await desk.page.getByLabel("Apa masalahnya?").fill(cause);
  for (const { page } of [phone, desk]) {
    await page.goto(`${address}/ubah?langkah=5`);
    await page.getByRole("button", { name: "Simpan perubahan saja" }).click();
  }
  await expect(phone.page.getByRole("heading", { level: 1 })).toHaveText(better);
  const { page } = desk;
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Seseorang mengubah usulan ini sementara Anda mengisi");
  await expect(page.locator("input[name=conflict-title][value=current]")).toBeChecked();
  await expect(page.locator("input[name=conflict-problem][value=yours]")).toBeChecked();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Simpan pilihan ini" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(better);
  await expect(page.locator("main")).toContainText(cause);
  await phone.context.close();
  await desk.context.close();
});

test("without a network, and after a reload, the village is chosen from its list", async ({ browser }) => {
  const { context, page } = await device(browser, PHONE);
  await page.goto("/usulan/baru");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const [district, village] = ["Kecamatan", "Desa atau kelurahan"].map((name) => page.getByRole("combobox", { name, exact: true }));
  await expect(district.getByRole("option")).toHaveCount(28);
  await context.setOffline(true);
  await page.reload();
  await district.selectOption({ label: "Cilongok" });
  await village.and(page.locator("select")).selectOption({ label: "Gununglurah" });
  await expect(page.locator("main")).toContainText("Gununglurah");
  await context.close();
});
