/** Tokens of one's programs on the account page. */

import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, person } from "./people";

for (const [viewport, name] of [[PHONE, "Portal ponsel"], [DESKTOP, "Portal meja"]] as const) {
  test(`a token is made, works, and is revoked at ${viewport.width} px`, async ({ browser, request }) => {
    const { context, page } = await person(browser, "warga", viewport);
    await page.goto("/akun");
    await page.getByRole("button", { name: "Buat token baru" }).click();
    const form = page.locator("form[name=token]");
    await form.getByRole("textbox", { name: "Nama", exact: true }).fill(name);
    await form.getByRole("checkbox", { name: /Menulis usulan/ }).check();
    await expect(form.getByRole("checkbox", { name: /Membaca/ })).toBeDisabled();
    await form.getByLabel("Berlaku berapa hari").fill("400");
    await form.getByRole("button", { name: "Buat token" }).click();
    await expect(form.getByRole("alert")).toContainText("366");
    await expectAccessible(page);
    await form.getByLabel("Berlaku berapa hari").fill("30");
    await form.getByRole("button", { name: "Buat token" }).click();
    const secret = (await page.locator(".token-secret").textContent())!;
    expect(secret).toMatch(/^rbg_/);
    await expectAccessible(page);
    const ask = async () => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await request.post("/graphql", { headers, data: { query: "{ viewer { account { id } } }" } })).status();
    };
    expect(await ask()).toBe(200);
    await page.reload();
    await expect(page.locator(".token-secret")).toHaveCount(0);
    const row = page.locator(".tokens > li", { hasText: name });
    await expect(row).toContainText("Membaca, Menulis usulan");
    await row.getByRole("button", { name: "Cabut" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cabut" }).click();
    await expect(row).toContainText("Dicabut");
    expect(await ask()).toBe(401);
    await context.close();
  });
}
