/** Every screen on a phone and on a desk, in both languages and both themes. */

import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { type Account, DESKTOP, PHONE, device, person } from "./people";

const SCREENS: [path: string, heading: RegExp, as?: Account][] = [
  ["/", /Usulan di/],
  ["/wilayah/33.02.17", /Kecamatan Cilongok/],
  ["/wilayah/33.02.17.2019", /Desa Gununglurah/],
  ["/masuk", /Masuk/],
  ["/daftar", /Daftar|Buat akun/],
  ["/tentang", /Tentang Rembug/],
  ["/tidak/ada", /tidak/i],
  ["/meja", /petugas/i],
  ["/usulan/baru", /Di mana/, "warga"],
  ["/akun", /Akun|Siti/, "warga"],
  ["/meja", /Meja/i, "kecamatan"],
  ["/orang", /Orang|Pengguna|Warga/i, "admin"],
];

for (const [path, heading, as] of SCREENS) {
  test(`${path} as ${as ?? "anyone"} is whole and accessible`, async ({ browser }) => {
    for (const viewport of [PHONE, DESKTOP]) {
      const { context, page } = as ? await person(browser, as, viewport) : await device(browser, viewport);
      await page.goto(path);
      await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await expectAccessible(page);
      await context.close();
    }
  });
}

test("the map and the list filter and choose each other, and the address carries the filter", async ({ browser }) => {
  const { context, page } = await device(browser);
  await page.goto("/");
  const rows = page.locator(".home-list .list-row");
  await expect(rows.first()).toBeVisible();
  await page.getByRole("combobox", { name: "Bidang" }).selectOption({ label: "Infrastruktur" });
  await expect(page).toHaveURL(/bidang=INFRASTRUCTURE/);
  await expect(rows.first()).toContainText("Infrastruktur");
  // The map draws the same filter's points: asked for by the address, told by the map itself.
  const listed = Number((await page.locator(".home-head [role=status]").textContent())!.replace(/\D/g, ""));
  const points = await page.evaluate(async () => (await (await fetch("/map/proposals.geojson?sector=INFRASTRUCTURE")).json()).features.length);
  expect(points).toBeLessThanOrEqual(listed);
  await page.waitForFunction(() => "map" in document.querySelector(".map")!);
  const drawn = await page.evaluate(async () => {
    const map = (document.querySelector(".map") as unknown as { map: { idle(): Promise<void>; count(): { pins: number; clusters: number } } }).map;
    await map.idle();
    return map.count();
  });
  expect(drawn.pins + drawn.clusters).toBeGreaterThan(0);
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Bidang" })).toHaveValue("INFRASTRUCTURE");
  await page.goBack();
  await expect(page).not.toHaveURL(/bidang=/);
  await context.close();
});

test("the language changes on the spot, for what stands there as well", async ({ browser }) => {
  const { context, page } = await device(browser);
  await page.goto("/tentang");
  await page.locator("details.menu > summary").click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("About Rembug");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("About Rembug");
  await expectAccessible(page);
  await context.close();
});

test("without WebGL the list and the forms still do the whole job", async ({ browser }) => {
  const { context, page } = await device(browser, PHONE);
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith("webgl") ? null : (real as (...all: unknown[]) => unknown).call(this, kind, ...rest);
    } as typeof real;
  });
  await page.goto("/");
  await expect(page.locator(".home-list .list-row").first()).toBeVisible();
  await expect(page.locator(".home-head").getByText(/Peta tidak dapat ditampilkan/)).toBeVisible();
  await expectAccessible(page);
  await context.close();
});
