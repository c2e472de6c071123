/** People draw on one plan's map: by mouse, beside each other, on a phone, and without any map. */

import { type Browser, type Locator, type Page, expect, test } from "@playwright/test";
import { boxOfAll } from "../../frontend/js/map/features";
import { snap } from "../../frontend/js/map/snap";
import type { Position } from "../../frontend/js/map/types";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, person } from "./people";

/** What the map's own element lets tests ask. */
interface Drawn {
  map: { idle(): Promise<void>; pixel(at: Position): { x: number; y: number } };
}

/** The village makes a plan and brings the community in; the address of its page. */
async function begin(browser: Browser): Promise<string> {
  const { context, page } = await person(browser, "desa");
  await page.goto("/rencana/baru");
  await page.getByLabel("Judul").fill("Peta irigasi Gununglurah");
  await page.getByRole("combobox", { name: "Kecamatan", exact: true }).selectOption({ label: "Cilongok" });
  await page.getByRole("combobox", { name: "Desa atau kelurahan", exact: true }).selectOption({ label: "Gununglurah" });
  await page.getByRole("radio", { name: /^Infrastruktur kecil/ }).check();
  await page.getByRole("button", { name: "Buat dan mulai menulis" }).click();
  await expect(page).toHaveURL(/\/rencana\/pln_[^/]+\/tulis$/);
  await expectSaved(page);
  const address = new URL(page.url()).pathname.replace(/\/tulis$/, "");
  await page.goto(address);
  await page.getByText("Ajak seseorang").click();
  await page.getByLabel("Surel atau nomor telepon akunnya").fill("komunitas@demo.rembug");
  await page.getByRole("button", { name: "Tambahkan", exact: true }).click();
  await expect(page.getByText("Sudah ditambahkan.")).toBeVisible();
  await context.close();
  return address;
}

const expectSaved = (page: Page) => expect(page.locator(".plan-status")).toHaveText("Tersimpan");
const map = (page: Page) => page.locator(".plan-map");
const cards = (page: Page) => page.locator(".plan-feature");
const tool = (page: Page, name: string) => page.getByRole("group", { name: "Alat gambar" }).getByRole("button", { name });

async function drawn(page: Page): Promise<void> {
  await map(page).scrollIntoViewIfNeeded();
  await expect.poll(() => map(page).evaluate((element) => "map" in element)).toBe(true);
  await map(page).evaluate((element) => (element as unknown as Drawn).map.idle());
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/tulis`);
  await expectSaved(page);
  await drawn(page);
}

/** A place on the map, by its share of width and height. */
async function spot(of: Locator, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error("the map is nowhere");
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

async function click(page: Page, x: number, y: number): Promise<void> {
  const at = await spot(map(page), x, y);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.up();
}

/** What the plan holds, as the server tells it. */
async function shapes(page: Page, address: string): Promise<GeoJSON.Geometry[]> {
  const id = address.split("/").at(-1);
  const answer = await page.evaluate(async (id) => {
    const query = "query($id: ID!) { plan(id: $id) { features { geometry } } }";
    const response = await fetch("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables: { id } }) });
    return response.json();
  }, id);
  return answer.data.plan.features.map((feature: { geometry: GeoJSON.Geometry }) => feature.geometry);
}

const corners = (geometry: GeoJSON.Geometry | undefined): Position[] =>
  (geometry?.type === "Polygon" ? geometry.coordinates[0] : geometry?.type === "LineString" ? geometry.coordinates : []) as Position[];

test("what is near snaps: corners before edges, and nothing from afar", () => {
  const screen = { project: ([x, y]: Position) => ({ x, y }), unproject: ({ x, y }: { x: number; y: number }): Position => [x, y], reach: 10 };
  const square = { type: "Polygon" as const, coordinates: [[[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]]] };
  expect(snap({ x: 4, y: 5 }, [square], screen)).toEqual([0, 0]);
  expect(snap({ x: 50, y: 6 }, [square], screen)).toEqual([50, 0]);
  expect(snap({ x: 50, y: 20 }, [square], screen)).toBeUndefined();
  expect(snap({ x: 107, y: 50 }, [square, { type: "Point", coordinates: [109, 54] }], screen)).toEqual([109, 54]);
  expect(boxOfAll([])).toBeNull();
});

test("two people draw on one map", async ({ browser }) => {
  const address = await begin(browser);
  const desk = await person(browser, "desa", DESKTOP);
  const other = await person(browser, "komunitas", DESKTOP);
  await open(desk.page, address);
  await open(other.page, address);
  const { page } = desk;
  const before = await cards(page).count();

  await test.step("an area drawn with the mouse is in both lists", async () => {
    await tool(page, "Bidang").click();
    await expect(tool(page, "Bidang")).toHaveAttribute("aria-pressed", "true");
    for (const [x, y] of [[0.2, 0.3], [0.45, 0.3], [0.45, 0.7], [0.2, 0.7]] as const) await click(page, x, y);
    await page.getByRole("button", { name: "Selesai" }).click();
    await expect(cards(page)).toHaveCount(before + 1);
    await expect(cards(page).last()).toHaveAttribute("aria-current", "true");
    await expect(cards(page).last()).toContainText("Bidang, 5 titik");
    await expectSaved(page);
    await expect(cards(other.page)).toHaveCount(before + 1);
  });

  await test.step("it is named beside the map, and the other sees the name on the map", async () => {
    await page.getByRole("button", { name: "Isi keterangan" }).click();
    await expect(cards(page).last().getByLabel("Nama")).toBeFocused();
    await page.keyboard.type("Sawah timur");
    await page.keyboard.press("Tab");
    await expect(cards(other.page).last().getByLabel("Nama")).toHaveValue("Sawah timur");
    await drawn(other.page);
    await click(other.page, 0.32, 0.5);
    await expect(cards(other.page).last()).toHaveAttribute("aria-current", "true");
    await expect(other.page.locator(".plan-tools-more")).toContainText("Sawah timur");
  });

  await test.step("a corner dragged near another lies on it", async () => {
    await drawn(page);
    await tool(page, "Garis").click();
    for (const [x, y] of [[0.7, 0.75], [0.55, 0.5]] as const) await click(page, x, y);
    await page.getByRole("button", { name: "Selesai" }).click();
    await expect(cards(page)).toHaveCount(before + 2);
    const [from, to] = [await spot(map(page), 0.55, 0.5), await spot(map(page), 0.45, 0.3)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await page.mouse.move(to.x + 7, to.y + 5, { steps: 8 });
    await page.mouse.up();
    await expectSaved(page);
    await expect
      .poll(async () => {
        const [area, line] = (await shapes(page, address)).slice(-2);
        return corners(area).some((corner) => JSON.stringify(corner) === JSON.stringify(corners(line).at(-1)));
      })
      .toBe(true);
  });

  await test.step("a tall order is not taken, and one is told why", async () => {
    const zoomOut = map(page).getByRole("button", { name: "Perkecil" });
    for (let step = 0; step < 6; step++) await zoomOut.click();
    await drawn(page);
    await tool(page, "Garis").click();
    for (const [x, y] of [[0.05, 0.1], [0.9, 0.9]] as const) await click(page, x, y);
    await page.getByRole("button", { name: "Selesai" }).click();
    await expect(page.locator(".plan-tools-more [role=alert]")).toContainText("Terlalu luas: paling jauh 25 km");
    await expect(cards(page)).toHaveCount(before + 2);
    await tool(page, "Garis").click();
    await expectSaved(page);
  });

  await test.step("each gesture is taken back on its own", async () => {
    await page.getByRole("button", { name: "Urungkan" }).first().click();
    await expect(cards(page)).toHaveCount(before + 2);
    await page.getByRole("button", { name: "Urungkan" }).first().click();
    await expect(cards(page)).toHaveCount(before + 1);
    await expect(cards(other.page)).toHaveCount(before + 1);
    await page.getByRole("button", { name: "Ulangi" }).first().click();
    await expect(cards(other.page)).toHaveCount(before + 2);
  });

  await test.step("the other sees where one points, until one leaves the map", async () => {
    const at = await spot(map(page), 0.5, 0.5);
    await page.mouse.move(at.x, at.y);
    await page.mouse.move(at.x + 3, at.y + 3);
    const pointer = other.page.locator(".map-pointer");
    await expect(pointer).toHaveCount(1);
    await expect(pointer).not.toBeEmpty();
    await page.mouse.move(5, 5);
    await expect(pointer).toHaveCount(0);
    await expect(other.page.locator("#map .faces")).not.toHaveCount(0);
  });

  await test.step("editor and page are accessible with their maps", async () => {
    await expectAccessible(page);
    await page.goto(address);
    await drawn(page);
    await page.getByRole("listitem").filter({ hasText: "Sawah timur" }).getByRole("button", { name: "Lihat di peta" }).click();
    await expect(page.locator(".plan-map-card")).toContainText("Sawah timur");
    await expectAccessible(page);
  });
  await desk.context.close();
  await other.context.close();
});

test("on a phone the finger draws, and the list does without a map", async ({ browser }) => {
  const address = await begin(browser);
  const { context, page } = await person(browser, "komunitas", PHONE);
  await open(page, address);
  const before = await cards(page).count();

  await test.step("the map is as wide as the screen lets it, its tools are large, and the page scrolls over it", async () => {
    const box = await map(page).boundingBox();
    expect(box?.width ?? 0).toBeGreaterThan(310);
    for (const button of await page.locator(".plan-tools button").all()) expect((await button.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44);
    const touch = await map(page).locator("canvas").first().evaluate((canvas) => getComputedStyle(canvas).touchAction);
    expect(touch).toContain("pan-y");
  });

  await test.step("taps draw a line, and its end is pressed with a button", async () => {
    await tool(page, "Garis").tap();
    for (const [x, y] of [[0.3, 0.4], [0.6, 0.6]] as const) {
      const at = await spot(map(page), x, y);
      await page.touchscreen.tap(at.x, at.y);
    }
    await page.getByRole("button", { name: "Selesai" }).tap();
    await expect(cards(page)).toHaveCount(before + 1);
    await expect(cards(page).last()).toContainText("Garis, 2 titik");
  });

  await test.step("a point is placed by its coordinates, in the list alone", async () => {
    await page.getByRole("button", { name: "Tambah objek peta" }).tap();
    await page.getByLabel("Koordinat").fill("-7.35, 109.15");
    await page.getByLabel("Koordinat").blur();
    await page.getByRole("dialog").locator(".dialog-foot button").tap();
    await expect(cards(page)).toHaveCount(before + 2);
    await expect(cards(page).last()).toContainText("Titik -7.35000, 109.15000");
    await expectSaved(page);
  });
  await expectAccessible(page);

  await test.step("a browser that draws no map says so, and has the whole list", async () => {
    await page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null;
    });
    await page.reload();
    await page.locator("#map").scrollIntoViewIfNeeded();
    await expect(page.locator("#map")).toContainText("Peta tidak dapat ditampilkan di peramban ini");
    await expect(map(page)).toHaveCount(0);
    await cards(page).last().getByLabel("Nama").fill("Mata air");
    await page.keyboard.press("Tab");
    await expectSaved(page);
    await page.goto(address);
    await expect(page.locator("main")).toContainText("Titik -7.35000, 109.15000");
    await page.getByRole("heading", { name: "Peta", exact: true }).scrollIntoViewIfNeeded();
    await expect(map(page)).toHaveCount(0);
    await expectAccessible(page);
  });
  await context.close();
});
