/** One proposal, from the village road to a public decision: a story as seven people. */

import { type Browser, type Page, expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, device, person } from "./people";
import { choose, next, standHere } from "./wizard";

const TITLE = "Rabat beton gang mushala Grumbul Cikole";
const PROBLEM = "Gang tanah selebar dua meter ini licin saat hujan; dua anak jatuh bulan lalu.";
const CHANGE = "Panjang disesuaikan dengan hasil ukur bersama RT.";
const COMMENT = "Setuju, warga RT 03 siap kerja bakti.";

test("a resident's proposal is supported, changed, passed on and funded in public", async ({ browser }) => {
  const address = await test.step("a resident proposes on a phone, and the network goes", () => propose(browser));
  await test.step("a neighbour supports and comments", async () => {
    const { context, page } = await person(browser, "komunitas", PHONE);
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
    await page.getByRole("button", { name: /^Dukung/ }).click();
    await expect(page.getByRole("button", { name: /^Didukung/ })).toContainText("1");
    await page.getByLabel("Komentar Anda").fill(COMMENT);
    await page.getByRole("button", { name: "Kirim", exact: true }).click();
    await expect(page.locator("#diskusi")).toContainText(COMMENT);
    await expect(page.getByLabel("Komentar Anda")).toHaveValue("");
    await expectAccessible(page);
    await context.close();
  });
  await test.step("the village accepts with changes", async () => {
    const { context, page } = await fromDesk(browser, "desa", address);
    await begin(page);
    await page.getByRole("button", { name: "Teruskan", exact: true }).waitFor();
    await page.getByRole("button", { name: "Putuskan", exact: true }).click();
    await page.locator("input[name=decision][value='ACCEPTED_WITH_CHANGES.FORWARDED_KEC']").check();
    // What is missing is said at its field, and nothing typed is lost.
    await page.getByLabel("Biaya yang disetujui").fill("72000000");
    await page.getByRole("button", { name: "Simpan keputusan" }).click();
    await expect(page.locator("#reasonText-error, #minutesNumber-error").first()).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Nomor berita acara").fill("4/MUSRENBANGDES/2027");
    await page.getByLabel("Jenis alasan").selectOption({ label: "Melebihi pagu indikatif" });
    await page.getByLabel(/^Alasan/).fill(CHANGE);
    await page.reload();
    await expect(page.getByLabel(/^Alasan/)).toHaveValue(CHANGE);
    await page.getByRole("button", { name: "Simpan keputusan" }).click();
    await expectStatus(page, "Diteruskan ke kecamatan");
    await expectAccessible(page);
    await context.close();
  });
  await test.step("the district forwards it", async () => {
    const { context, page } = await fromDesk(browser, "kecamatan", address);
    await begin(page);
    await forward(page, { minutes: "7/MUSRENBANGCAM/2027" });
    await expectStatus(page, "Verifikasi mitra Bapperida");
    await context.close();
  });
  await test.step("Bapperida passes it to its agency", async () => {
    const { context, page } = await fromDesk(browser, "bapperida", address);
    await forward(page, {});
    await expectStatus(page, "Dibahas Forum OPD");
    await context.close();
  });
  await test.step("the agency recommends it", async () => {
    const { context, page } = await fromDesk(browser, "opd", address);
    await forward(page, { reason: "Layak teknis; masuk daftar prioritas jalan lingkungan." });
    await expectStatus(page, "Dibahas Musrenbang Kabupaten/TAPD");
    await context.close();
  });
  await test.step("the regency funds it", async () => {
    const { context, page } = await fromDesk(browser, "tapd", address);
    await page.getByRole("button", { name: "Putuskan", exact: true }).click();
    await page.locator("input[name=decision][value='ACCEPTED.IN_RKPD']").check();
    await page.getByLabel("Nomor berita acara").fill("12/RKPD/2027");
    await page.getByLabel("APBD kabupaten").check();
    await page.getByRole("button", { name: "Simpan keputusan" }).click();
    await expectStatus(page, "Masuk RKPD");
    await page.getByRole("button", { name: "Catat tahap berikut" }).click();
    await page.getByLabel("Dianggarkan", { exact: true }).check();
    await page.locator("form[name=ADVANCE] button[type=submit]").click();
    await expectStatus(page, "Dianggarkan");
    await expectAccessible(page);
    await context.close();
  });
  await test.step("anyone reads the reasons", async () => {
    for (const viewport of [PHONE, DESKTOP]) {
      const { context, page } = await device(browser, viewport);
      await page.goto(address);
      await expectStatus(page, "Dianggarkan");
      const main = page.locator("main");
      for (const said of [CHANGE, COMMENT, "4/MUSRENBANGDES/2027", "7/MUSRENBANGCAM/2027", "12/RKPD/2027", "APBD kabupaten", "Melebihi pagu indikatif", "Gununglurah", "Cilongok"]) {
        await expect(main).toContainText(said);
      }
      await expectAccessible(page);
      await context.close();
    }
  });
});

/** The wizard on a phone; the network goes in the middle, and with it the page. Returns the proposal's address. */
async function propose(browser: Browser): Promise<string> {
  const { context, page } = await person(browser, "warga", PHONE);
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.locator(".bottom-nav").getByRole("link", { name: "Usulkan" }).click();
  await standHere(page, "Gang sebelah mushala Al-Ikhlas");
  await expectAccessible(page);
  await next(page);
  await page.getByLabel("Apa yang diusulkan?").fill(TITLE);
  await context.setOffline(true);
  await page.getByLabel("Apa masalahnya?").fill(PROBLEM);
  await expect(page.getByText("Tidak ada sambungan").or(page.locator(".banner.offline")).first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Apa yang diusulkan?")).toHaveValue(TITLE);
  await expect(page.getByLabel("Apa masalahnya?")).toHaveValue(PROBLEM);
  await choose(page, "sector", "INFRASTRUCTURE");
  await choose(page, "kind", "PHYSICAL");
  await expectAccessible(page);
  await next(page);
  await page.locator("#quantity").fill("85,5");
  await choose(page, "unit", "METER");
  await page.locator("#estimatedCost").fill("78500000");
  await expectAccessible(page);
  await next(page);
  await page.locator("#beneficiaries").fill("120");
  await choose(page, "urgency", "4");
  await expectAccessible(page);
  await next(page);
  await expect(page.getByText(TITLE)).toBeVisible();
  await page.getByRole("button", { name: "Kirim usulan" }).click();
  await expect(page.getByText("Menunggu sambungan")).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await expect(page).toHaveURL(/\/usulan\/prp_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  await expectStatus(page, "Diajukan");
  await expectAccessible(page);
  const address = new URL(page.url()).pathname;
  await context.close();
  return address;
}

/** An official finds the proposal on the desk and opens it there. */
async function fromDesk(browser: Browser, account: "desa" | "kecamatan" | "bapperida" | "opd" | "tapd", address: string) {
  const own = await person(browser, account);
  await own.page.goto("/meja?cari=mushala");
  await own.page.locator(`main a[href^="${address}"]`, { hasText: TITLE }).click();
  await expect(own.page).toHaveURL(new RegExp(address));
  return own;
}

async function begin(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Mulai verifikasi" }).click();
  await page.getByRole("button", { name: "Putuskan", exact: true }).waitFor();
}

async function forward(page: Page, paper: { minutes?: string; reason?: string }): Promise<void> {
  await page.getByRole("button", { name: "Teruskan", exact: true }).click();
  const form = page.locator("form[name=FORWARD]");
  if (paper.minutes) await form.locator("#minutesNumber").fill(paper.minutes);
  if (paper.reason) await form.locator("#reasonText").fill(paper.reason);
  await form.getByRole("button", { name: "Teruskan", exact: true }).click();
}

async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.locator("main .tag").filter({ hasText: status }).first()).toBeVisible();
}
