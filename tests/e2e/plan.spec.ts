/** People write one plan at the same time: two at desks, one of them by an input method, one on a phone that loses its network. */

import { type Browser, type Page, expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, device, person } from "./people";

const TITLE = "Jalan usaha tani Karanggude";

/** The village makes a plan and brings the community in; the address of its page. */
async function begin(browser: Browser): Promise<string> {
  const { context, page } = await person(browser, "desa");
  await page.goto("/rencana/baru");
  await expectAccessible(page);
  await page.getByLabel("Judul").fill(TITLE);
  await page.getByRole("combobox", { name: "Kecamatan", exact: true }).selectOption({ label: "Cilongok" });
  await page.getByRole("combobox", { name: "Desa atau kelurahan", exact: true }).selectOption({ label: "Gununglurah" });
  await page.getByRole("radio", { name: /^Infrastruktur kecil/ }).check();
  await page.getByRole("button", { name: "Buat dan mulai menulis" }).click();
  await expect(page).toHaveURL(/\/rencana\/pln_[^/]+\/tulis$/);
  await expectSaved(page);
  const address = new URL(page.url()).pathname.replace(/\/tulis$/, "");
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  await page.getByText("Ajak seseorang").click();
  for (const account of ["komunitas", "warga"]) {
    await page.getByLabel("Surel atau nomor telepon akunnya").fill(`${account}@demo.rembug`);
    await page.getByRole("button", { name: "Tambahkan", exact: true }).click();
    await expect(page.getByLabel("Surel atau nomor telepon akunnya")).toHaveValue("");
  }
  await context.close();
  return address;
}

const status = (page: Page) => page.locator(".plan-status");
const expectSaved = (page: Page) => expect(status(page)).toHaveText("Tersimpan");
/** The text of the first section. */
const body = (page: Page) => page.locator("textarea.plan-body").first();

async function open(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/tulis`);
  await expectSaved(page);
  await expect(body(page)).toBeEditable();
}

/** Puts the caret at the end and types. */
async function write(page: Page, text: string): Promise<void> {
  await body(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(text, { delay: 15 });
}

test("two people write in one section, one of them without a network for a while", async ({ browser }) => {
  const address = await begin(browser);
  const desk = await person(browser, "desa", DESKTOP);
  const phone = await person(browser, "komunitas", PHONE);
  await open(desk.page, address);
  await open(phone.page, address);
  const before = await body(desk.page).inputValue();

  await test.step("each sees the other, and what the other writes", async () => {
    await Promise.all([write(desk.page, " Dari meja."), write(phone.page, " Dari sawah 🌾.")]);
    for (const { page } of [desk, phone]) {
      await expectSaved(page);
      await expect.poll(() => body(page).inputValue()).toHaveLength(before.length + " Dari meja.".length + " Dari sawah 🌾.".length);
      await expect(page.locator(".plan-bar .face")).toHaveCount(1);
    }
    expect(await body(desk.page).inputValue()).toBe(await body(phone.page).inputValue());
    await expect(desk.page.locator(".outline .chapter .face")).toHaveCount(1);
  });

  await test.step("the caret stays where it was when somebody writes before it", async () => {
    await body(phone.page).focus();
    await phone.page.keyboard.press("ControlOrMeta+Home");
    await write(desk.page, "");
    await phone.page.keyboard.type("Awal. ");
    await expect(body(desk.page)).toHaveValue(/^Awal\. /);
    await desk.page.keyboard.type(" Akhir.");
    await expect(body(phone.page)).toHaveValue(/^Awal\. [^]* Akhir\.$/);
  });

  await test.step("letters that are still being composed stand still while others write around them", async () => {
    const third = await person(browser, "warga");
    await open(third.page, address);
    await body(third.page).focus();
    await third.page.keyboard.press("ControlOrMeta+End");
    const keys = await third.context.newCDPSession(third.page);
    for (const text of ["に", "にほ", "にほん"]) {
      await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await desk.page.keyboard.type(" Sementara mengeja.");
    await expect(body(phone.page)).toHaveValue(/Sementara mengeja\./);
    await expect(body(third.page)).toHaveValue(/にほん$/);
    await keys.send("Input.insertText", { text: "日本" });
    for (const { page } of [desk, phone, third]) {
      await expect(body(page)).toHaveValue(/日本/);
      await expect(body(page)).toHaveValue(/Sementara mengeja\./);
      await expectSaved(page);
    }
    expect(await body(third.page).inputValue()).toBe(await body(desk.page).inputValue());
    await third.context.close();
  });

  await test.step("one takes back only what is theirs", async () => {
    await body(desk.page).focus();
    await desk.page.keyboard.press("ControlOrMeta+z");
    await expect(body(phone.page)).not.toHaveValue(/Sementara mengeja\./);
    await expect(body(phone.page)).toHaveValue(/^Awal\. [^]*日本/);
    await expectSaved(desk.page);
  });

  await test.step("the network goes, the page is loaded again, and nothing is lost", async () => {
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await phone.context.setOffline(true);
    await expect(status(phone.page)).toContainText("Tanpa sinyal");
    await write(phone.page, " Tanpa sinyal.");
    await expect(status(phone.page)).toHaveText(/^Tanpa sinyal: [1-9]\d* perubahan menunggu$/);
    await write(desk.page, " Sementara itu.");
    await expectSaved(desk.page);
    await phone.page.reload();
    await expect(body(phone.page)).toHaveValue(/Tanpa sinyal\./);
    await expect(status(phone.page)).toHaveText(/^Tanpa sinyal: [1-9]\d* perubahan menunggu$/);
    await phone.context.setOffline(false);
    for (const { page } of [desk, phone]) {
      await expect(body(page)).toHaveValue(/Tanpa sinyal\./);
      await expect(body(page)).toHaveValue(/Sementara itu\./);
      await expectSaved(page);
    }
    expect(await body(desk.page).inputValue()).toBe(await body(phone.page).inputValue());
  });

  await test.step("the budget is typed by keyboard, and its sum is the other's too", async () => {
    const { page } = desk;
    await page.getByRole("button", { name: "Tambah baris" }).click();
    const row = page.locator(".budget-table tbody tr").last();
    await expect(row.getByLabel("Uraian")).toBeFocused();
    for (const text of ["Semen", "12,5", "sak", "65000"]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await expect(row).toContainText("Rp812.500");
    await row.getByLabel("Uraian").focus();
    const rows = await page.locator(".budget-table tbody tr").count();
    await page.keyboard.press("Enter");
    await expect(page.locator(".budget-table tbody tr")).toHaveCount(rows + 1);
    await expect(phone.page.locator(".budget-table tbody")).toContainText("Rp812.500");
    await expectSaved(page);
  });

  await test.step("list, page and editor are whole and accessible at both widths", async () => {
    for (const { page } of [desk, phone]) {
      await expectAccessible(page);
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
      await expect(page.locator("main")).toContainText("Rp812.500");
      await expectAccessible(page);
      await page.goto("/rencana?saya=1");
      await expect(page.getByRole("link", { name: TITLE }).first()).toBeVisible();
      await expectAccessible(page);
    }
  });

  await test.step("nobody else knows of the draft", async () => {
    const other = await device(browser);
    await other.page.goto(`${address}/tulis`);
    await expect(other.page.getByRole("heading", { name: /tidak/i }).first()).toBeVisible();
    await other.context.close();
  });
  await desk.context.close();
  await phone.context.close();
});

test("what somebody wrote who may not write any more is refused aloud, and given back to them", async ({ browser }) => {
  const address = await begin(browser);
  const desk = await person(browser, "desa");
  const phone = await person(browser, "komunitas", PHONE);
  await open(phone.page, address);
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await phone.context.setOffline(true);
  await expect(status(phone.page)).toContainText("Tanpa sinyal");
  await write(phone.page, " Kata yang jangan hilang.");
  await desk.page.goto(address);
  await desk.page.getByRole("button", { name: "Keluarkan Siti Rahayu" }).click();
  await desk.page.getByRole("button", { name: "Buka untuk saran" }).click();
  await expect(desk.page.getByText("Tahap rencana sudah berubah.")).toBeVisible();
  await desk.page.getByRole("button", { name: "Keluarkan Bambang Triyono" }).click();
  await expect(desk.page.getByRole("button", { name: "Keluarkan Bambang Triyono" })).toHaveCount(0);
  await phone.context.setOffline(false);
  await expect(status(phone.page)).toHaveAttribute("data-status", "rejected");
  await phone.page.getByText("Lihat yang Anda tulis").click();
  await expect(phone.page.getByRole("alert")).toContainText("Kata yang jangan hilang.");
  await expectAccessible(phone.page);
  await phone.page.reload();
  await expect(phone.page.getByText("Lihat yang Anda tulis")).toBeVisible();
  await desk.context.close();
  await phone.context.close();
});

test("a plan goes from draft to agreement, with a signature from each side", async ({ browser }) => {
  const address = await begin(browser);
  const desk = await person(browser, "desa");
  const phone = await person(browser, "komunitas", PHONE);
  const { page } = desk;
  await page.goto(address);
  await page.getByRole("button", { name: "Buka untuk saran" }).click();
  await page.getByRole("button", { name: "Ajukan untuk ditinjau" }).click();
  await page.getByRole("button", { name: "Tanda tangani" }).click();
  await expect(page.getByRole("button", { name: "Tarik tanda tangan" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Nyatakan disepakati" })).toHaveCount(0);
  await phone.page.goto(`${address}/tulis`);
  await expect(phone.page.locator("main")).toContainText("Rencana ini hanya dapat dibaca");
  await phone.page.goto(address);
  await phone.page.getByRole("button", { name: "Tanda tangani" }).click();
  await expect(phone.page.getByRole("button", { name: "Tarik tanda tangan" })).toBeVisible();
  await page.getByRole("button", { name: "Nyatakan disepakati" }).click();
  await expect(page.locator("main .tag").first()).toHaveText("Disepakati");
  await expectAccessible(page);
  await desk.context.close();
  await phone.context.close();
});
