/** What is said about a plan, and how it came to say what it says. */

import { type Page, expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, device, person } from "./people";

const CREATE = `mutation ($input: CreatePlanInput!) { answer: createPlan(input: $input) { plan { id } errors { code } } }`;
const ADD = `mutation ($input: AddPlanParticipantInput!) { answer: addPlanParticipant(input: $input) { errors { code } } }`;
const MOVE = `mutation ($input: MovePlanInput!) { answer: movePlan(input: $input) { errors { code } } }`;
const SAY = `mutation ($input: AddPlanCommentInput!) { answer: addPlanComment(input: $input) { errors { code } } }`;
const TOKEN = `mutation ($input: CreateTokenInput!) { answer: createToken(input: $input) { secret errors { code } } }`;
const WRITE = `mutation ($input: UpdatePlanInput!) { answer: updatePlan(input: $input) { errors { code } } }`;

/** What the person's own app would ask. */
async function ask(page: Page, query: string, input: object): Promise<{ plan?: { id: string }; secret?: string; errors: object[] }> {
  const asked = { query, variables: { input } };
  const answer = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await (await fetch("/graphql", { method: "POST", headers, body })).json()).data.answer;
  }, JSON.stringify(asked));
  expect(answer.errors).toEqual([]);
  return answer;
}

/** The village makes a plan and brings the community in; the address of its page. */
async function begin(page: Page, title: string): Promise<{ id: string; address: string }> {
  const { plan } = await ask(page, CREATE, { area: "33.02.17.2019", title, template: "SMALL_INFRASTRUCTURE" });
  await ask(page, ADD, { planId: plan!.id, contact: "komunitas@demo.rembug", role: "EDITOR" });
  return { id: plan!.id, address: `/rencana/${plan!.id}` };
}

test("people talk about a section of a plan, and settle it", async ({ browser }) => {
  const desk = await person(browser, "desa", DESKTOP);
  const phone = await person(browser, "warga", PHONE);
  const { id, address } = await begin(desk.page, "Talud Karanggude");
  await ask(desk.page, MOVE, { id, to: "OPEN" });
  const begins = (page: Page) => page.locator(".comment-button").first();
  const panel = (page: Page) => page.getByRole("dialog");
  await desk.page.goto(address);

  await test.step("somebody comments on a phone, and a lost signal loses no word", async () => {
    const { page, context } = phone;
    await page.goto(address);
    await expect(begins(page)).toContainText("Komentari");
    await expectAccessible(page);
    await begins(page).click();
    await expect(panel(page).getByRole("heading", { name: /^Bagian “/ })).toBeVisible();
    const words = panel(page).getByLabel("Komentar Anda");
    await words.fill("Siapa yang memelihara talud ini?");
    await context.setOffline(true);
    await panel(page).getByRole("button", { name: "Kirim" }).click();
    await expect(panel(page).getByRole("status").or(panel(page).getByRole("alert")).first()).toBeVisible();
    await expect(words).toHaveValue("Siapa yang memelihara talud ini?");
    await expectAccessible(page);
    await context.setOffline(false);
    await panel(page).getByRole("button", { name: "Kirim" }).click();
    await expect(panel(page).locator(".comment-body")).toHaveText("Siapa yang memelihara talud ini?");
    await expect(words).toHaveValue("");
  });

  await test.step("another sees it at once, answers and settles it", async () => {
    const { page } = desk;
    await expect(begins(page)).toContainText("1 komentar");
    await expect(page.locator("#diskusi .about")).toContainText("Bagian “");
    await begins(page).click();
    await panel(page).getByRole("button", { name: "Balas" }).click();
    await panel(page).getByLabel("Balasan Anda").fill("Kelompok tani, dua kali setahun.");
    await panel(page).locator(".comment-form").getByRole("button", { name: "Kirim" }).click();
    await expect(phone.page.getByRole("dialog").locator(".comment-body")).toHaveCount(2);
    await panel(page).getByRole("button", { name: "Tandai selesai" }).click();
    await expect(panel(page).getByText("1 percakapan selesai")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("what is settled is folded, for everyone", async () => {
    const { page } = phone;
    await expect(panel(page).getByText("1 percakapan selesai")).toBeVisible();
    await panel(page).getByText("1 percakapan selesai").click();
    await expect(panel(page).locator(".comment-body").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(begins(page)).toContainText("Komentari");
  });

  await test.step("the editor has the same conversation", async () => {
    const { page } = desk;
    await page.goto(`${address}/tulis`);
    await begins(page).click();
    await expect(panel(page).getByText("1 percakapan selesai")).toBeVisible();
    await panel(page).getByLabel("Komentar Anda").fill("Bagian ini kami tulis ulang.");
    await panel(page).getByRole("button", { name: "Kirim" }).click();
    await page.keyboard.press("Escape");
    await expect(begins(page)).toContainText("1 komentar");
    await page.locator(".chapter").first().getByRole("button", { name: "Hapus" }).click();
    await expect(page.locator(".plan-status")).toHaveText("Tersimpan");
    await expect(async () => {
      await page.goto(address);
      await expect(page.locator("#diskusi .about").first()).toHaveText("Bagian yang sudah dihapus", { timeout: 1_000 });
    }).toPass();
    await expect(page.locator("#diskusi .comment-body").first()).toHaveText("Bagian ini kami tulis ulang.");
  });
  await desk.context.close();
  await phone.context.close();
});

test("a thread of the draft says who reads it, once others read the plan", async ({ browser }) => {
  const { context, page } = await person(browser, "desa", PHONE);
  const { id, address } = await begin(page, "Embung Karanggude");
  const say = (body: string) => ask(page, SAY, { planId: id, anchorKind: "PLAN", body });
  const said = (on: Page) => on.locator("#diskusi .comment-body");
  const mark = (on: Page) => on.locator("#diskusi").getByText("Dari masa draf: hanya peserta rencana yang membaca");
  await say("Hibah tanahnya belum pasti.");

  await test.step("in the draft all is among the participants, and nothing is marked", async () => {
    await page.goto(address);
    await expect(said(page)).toHaveText(["Hibah tanahnya belum pasti."]);
    await expect(mark(page)).toHaveCount(0);
  });

  await test.step("in the open plan what is older is marked, and what is new is not", async () => {
    await ask(page, MOVE, { id, to: "OPEN" });
    await say("Kapan mulai digali?");
    await page.reload();
    await expect(said(page)).toHaveText(["Hibah tanahnya belum pasti.", "Kapan mulai digali?"]);
    await expect(mark(page)).toHaveCount(1);
    await expectAccessible(page);
  });

  await test.step("everybody else reads the rest, without a mark", async () => {
    const guest = await device(browser, DESKTOP);
    await guest.page.goto(address);
    await expect(said(guest.page)).toHaveText(["Kapan mulai digali?"]);
    await expect(mark(guest.page)).toHaveCount(0);
    await guest.context.close();
  });
  await context.close();
});

test("what a program wrote is told apart from what its owner typed", async ({ browser, request }) => {
  const { context, page } = await person(browser, "desa", DESKTOP);
  const { id, address } = await begin(page, "Sumur resapan");
  const { secret } = await ask(page, TOKEN, { name: "Lembar RAB", scopes: ["WRITE_PLANS"] });
  const written = await request.post("/graphql", {
    headers: { authorization: `Bearer ${secret}` },
    data: { query: WRITE, variables: { input: { planId: id, edits: [{ setTitle: "Sumur resapan RT 03" }] } } },
  });
  expect((await written.json()).data.answer.errors).toEqual([]);
  await page.goto(`${address}/riwayat`);
  const headings = page.locator(".timeline-item h3");
  await expect(headings.first()).toContainText("melalui program");
  await expect(headings.last()).not.toContainText("melalui program");
  await expectAccessible(page);
  await context.close();
});

test("a version gets a name, is compared, and comes back", async ({ browser }) => {
  const { context, page } = await person(browser, "desa", PHONE);
  const { address } = await begin(page, "Jalan lama");

  await test.step("what it says now gets a name", async () => {
    await page.goto(`${address}/riwayat`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Riwayat rencana");
    await page.getByLabel("Nama untuk isi sekarang").fill("Konsep awal");
    await page.getByRole("button", { name: "Simpan versi bernama" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Konsep awal" })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("people write on", async () => {
    await page.goto(`${address}/tulis`);
    await expect(page.locator(".plan-status")).toHaveText("Tersimpan");
    await page.locator("#plan-title").fill("Jalan baru");
    await page.getByRole("button", { name: "Tambah baris" }).click();
    for (const text of ["Semen", "10", "sak", "65000"]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await expect(page.locator(".plan-status")).toHaveText("Tersimpan");
  });

  await test.step("two moments are compared: words, rows and money", async () => {
    await page.goto(`${address}/riwayat`);
    await expect(page.locator(".timeline-item").first()).toContainText("Baris anggaran “Semen”: ditambahkan");
    await page.getByRole("link", { name: "Bandingkan dengan sekarang" }).first().click();
    await expect(page).toHaveURL(/riwayat\?a=1&b=\d+$/);
    await expect(page.locator(".diff del").first()).toContainText("lama");
    await expect(page.locator(".diff ins").first()).toContainText("baru");
    await expect(page.locator("#bandingkan")).toContainText("+Rp650.000");
    await expect(page.locator("#bandingkan .tag.ok").first()).toHaveText("Ditambah");
    await expectAccessible(page);
    await page.reload();
    await expect(page.locator(".diff ins").first()).toContainText("baru");
  });

  await test.step("it goes back, and says what that changed", async () => {
    await page.getByRole("button", { name: "Pulihkan isi dari “Konsep awal”" }).click();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Pulihkan", exact: true }).click();
    await expect(page.getByText("Rencana sudah dipulihkan.")).toBeVisible();
    await expect(page.locator(".diff del").first()).toContainText("baru");
    await expect(page.locator("#bandingkan")).toContainText("−Rp650.000");
    await expect(page.getByRole("listitem").filter({ hasText: "Dipulihkan dari perubahan ke-1" })).toBeVisible();
    await page.getByRole("link", { name: "Lihat rencananya" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jalan lama");
  });
  await context.close();
});
