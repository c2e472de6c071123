/** The data page: its questions stand in the address, its tables say what the API says, and its queries open in the explorer. */

import { readFile } from "node:fs/promises";
import { type APIRequestContext, type Page, expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, device } from "./people";

async function ask(request: APIRequestContext, query: string, variables: unknown = {}): Promise<any> {
  const answer = await (await request.post("/graphql", { data: { query, variables } })).json();
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

async function settled(page: Page): Promise<void> {
  await expect(page.locator(".data table").first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

/** The number in a cell as people read it. */
const number = async (cell: ReturnType<Page["locator"]>) => Number((await cell.textContent())!.replace(/\D/g, ""));

const WORDS = {
  id: {
    questions: ["Corong usulan", "Lama di tiap jenjang", "Alasan penolakan", "Uang diminta dan masuk rencana", "Antarwilayah"],
    navigation: "Pertanyaan",
  },
  en: {
    questions: ["Funnel", "Time at each level", "Reasons for refusal", "Money asked and planned", "Between areas"],
    navigation: "Questions",
  },
};

for (const [language, viewport] of [["id", PHONE], ["id", DESKTOP], ["en", PHONE]] as const) {
  test(`every question has its chart, its words and its table in ${language} at ${viewport.width} px`, async ({ browser }) => {
    const { context, page } = await device(browser, viewport);
    await page.goto("/data");
    if (language === "en") {
      await page.locator("details.menu > summary").click();
      await page.getByRole("button", { name: "English" }).click();
    }
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    for (const question of WORDS[language].questions) {
      await page.getByRole("navigation", { name: WORDS[language].navigation }).getByRole("link", { name: question }).click();
      await settled(page);
      await expect(page.getByRole("link", { name: question })).toHaveAttribute("aria-current", "page");
      await expect(page.locator(".data-figure figcaption")).toHaveText(/\d/);
      await expect(page.locator(".chart rect, .chart path").first()).toBeAttached();
      await expectAccessible(page);
    }
    await expect(page.locator(".choropleth path")).toHaveCount(27);
    await context.close();
  });
}

test("time is told by area too, and a year that is over can be chosen", async ({ browser, request }) => {
  const { context, page } = await device(browser, DESKTOP);
  await page.goto("/data?tanya=waktu");
  await settled(page);
  const table = page.getByRole("region", { name: /menurut wilayah/ });
  const asked = await ask(request, "{ reviewStats(groupBy: [DISTRICT]) { groups { keys { label } levels { waiting overdue } } } }");
  const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0);
  expect(await table.locator("tbody tr:not(.total)").count()).toBe(asked.reviewStats.groups.length);
  for (const group of asked.reviewStats.groups) {
    const row = table.getByRole("row", { name: group.keys[0].label });
    expect(await number(row.locator("td[data-label='Menunggu']"))).toBe(sum(group.levels.map((level: any) => level.waiting)));
    expect(await number(row.locator("td[data-label='Terlambat']"))).toBe(sum(group.levels.map((level: any) => level.overdue)));
  }
  const years = (await ask(request, "{ proposalStats(groupBy: [FISCAL_YEAR]) { groups { keys { value } } } }")).proposalStats.groups;
  const choice = page.getByRole("combobox", { name: "Tahun" });
  for (const year of years) await expect(choice.locator(`option[value="${year.keys[0].value}"]`)).toHaveCount(1);
  // A year of nobody's comes from the address alone, and is said.
  await page.goto("/data?tanya=waktu&tahun=1999");
  await expect(choice).toHaveValue("1999");
  await context.close();
});

test("the address carries the question, through reloading, going back and to other people", async ({ browser }) => {
  const { context, page } = await device(browser, DESKTOP);
  await page.goto("/data");
  await settled(page);
  await page.getByRole("link", { name: "Uang diminta dan masuk rencana" }).click();
  await page.getByRole("combobox", { name: "Bidang" }).selectOption({ label: "Infrastruktur" });
  await expect(page).toHaveURL(/tanya=uang/);
  await expect(page).toHaveURL(/bidang=INFRASTRUCTURE/);
  await page.getByRole("group", { name: "Menurut" }).getByRole("button", { name: "Wilayah" }).click();
  await expect(page).toHaveURL(/menurut=wilayah/);
  await settled(page);
  const told = await page.locator(".data-figure figcaption").textContent();
  await page.reload();
  await settled(page);
  await expect(page.locator(".data-figure figcaption")).toHaveText(told!);
  await expect(page.getByRole("combobox", { name: "Bidang" })).toHaveValue("INFRASTRUCTURE");
  await page.goBack();
  await expect(page).not.toHaveURL(/menurut=/);
  await expect(page.getByRole("group", { name: "Menurut" }).getByRole("button", { name: "Bidang" })).toHaveAttribute("aria-pressed", "true");
  await page.goto("/data?tanya=corong&tahun=1999");
  await expect(page.getByRole("heading", { name: "Belum ada yang dapat dihitung di sini" })).toBeVisible();
  await expectAccessible(page);
  await context.close();
});

test("tables say what the API says, and come as files", async ({ browser, request }) => {
  const { context, page } = await device(browser, DESKTOP);
  await page.goto("/data?tanya=corong&wilayah=33.02.17");
  await settled(page);
  const funnel = await ask(request, '{ reviewStats(filter: { areas: ["33.02.17"] }) { total { count levels { level { name } reached waiting rejected } } } }');
  for (const level of funnel.reviewStats.total.levels) {
    const row = page.locator("table").first().getByRole("row", { name: level.level.name });
    expect(await number(row.locator("td[data-label='Sampai di sini']"))).toBe(level.reached);
    expect(await number(row.locator("td[data-label='Menunggu']"))).toBe(level.waiting);
    expect(await number(row.locator("td[data-label='Ditolak']"))).toBe(level.rejected);
  }

  await page.goto("/data?tanya=uang");
  await settled(page);
  const money = (await ask(request, "{ proposalStats(groupBy: [SECTOR]) { groups { keys { label } estimatedCost { sum } plannedCost { sum } } } }")).proposalStats;
  expect(await page.locator("tbody tr:not(.total)").count()).toBe(money.groups.length);
  for (const group of money.groups) {
    const row = page.getByRole("row", { name: group.keys[0].label });
    expect(await number(row.locator("td").nth(0))).toBe(group.estimatedCost.sum);
    expect(await number(row.locator("td").nth(1))).toBe(group.plannedCost.sum);
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Unduh CSV/ }).click()]);
  expect(download.suggestedFilename()).toBe("rembug-uang-bidang.csv");
  const lines = (await readFile(await download.path(), "utf8")).replace("\ufeff", "").trim().split("\r\n");
  expect(lines.length).toBe(money.groups.length + 2);
  const most = money.groups.reduce((one: any, other: any) => (other.estimatedCost.sum > one.estimatedCost.sum ? other : one));
  expect(lines[1]).toContain(`${most.estimatedCost.sum},${most.plannedCost.sum}`);

  await page.goto("/data?tanya=wilayah&ukuran=masuk-per-jiwa");
  await settled(page);
  const areas = (await ask(request, "{ proposalStats(groupBy: [DISTRICT]) { groups { keys { label } people plannedCostPerHead } } }")).proposalStats;
  for (const group of areas.groups) {
    const row = page.getByRole("row", { name: group.keys[0].label });
    expect(await number(row.locator("td[data-label='Penduduk']"))).toBe(group.people);
    expect(await number(row.locator("td[data-label='Masuk rencana per jiwa']"))).toBe(Math.round(group.plannedCostPerHead));
  }
  await expect(page.locator(".data .hint")).toContainText("Perkiraan contoh");
  await context.close();
});

test("a map whose outlines do not come says so, beside a table that is whole", async ({ browser }) => {
  // What the service worker fetches, no test can make fail.
  const { context, page } = await device(browser, DESKTOP, { serviceWorkers: "block" });
  let asked = 0;
  await context.route("**/map/areas/district.geojson", (route) => {
    asked += 1;
    if (asked === 1) return route.fulfill({ status: 503 });
    return asked === 2 ? route.abort() : route.continue();
  });
  await page.goto("/data?tanya=wilayah");
  await settled(page);
  const note = page.locator(".data-figure").getByRole("status");
  await expect(note).toContainText("Garis batas wilayah tidak dapat diambil");
  expect(await page.locator("tbody tr:not(.total)").count()).toBeGreaterThan(1);
  await expectAccessible(page);
  const again = note.getByRole("button", { name: "Coba lagi" });
  await again.click();
  await expect.poll(() => asked).toBe(2);
  await expect(again).toBeVisible();
  await again.click();
  await expect(page.locator(".choropleth path")).toHaveCount(27);
  await expect(note).toHaveCount(0);
  await context.close();
});

test("a question opens as a query, and the explorer answers it", async ({ browser }) => {
  const { context, page } = await device(browser, DESKTOP);
  await page.goto("/data?tanya=alasan&bidang=INFRASTRUCTURE");
  await page.getByRole("link", { name: "Buka sebagai kueri" }).click();
  await expect(page).toHaveURL(/\/graphql\/explorer\?query=/);
  await expect(page.locator(".graphiql-query-editor")).toContainText("query Refusals");
  await expect(page.locator(".graphiql-editor-tool").first()).toContainText("INFRASTRUCTURE");
  await page.getByRole("button", { name: /Execute query/ }).click();
  await expect(page.locator(".graphiql-response")).toContainText("levels");
  await context.close();
});
