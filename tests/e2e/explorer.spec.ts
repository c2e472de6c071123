/** The API's explorer: it loads, shows examples and runs them, with nothing from elsewhere and within its policy. */

import { expect, test } from "@playwright/test";
import { DESKTOP, PHONE, device } from "./people";

for (const viewport of [PHONE, DESKTOP]) {
  test(`an example is found and run in the explorer at ${viewport.width} px`, async ({ browser, baseURL }) => {
    const { context, page } = await device(browser, viewport);
    const refused: string[] = [];
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    page.on("request", (request) => new URL(request.url(), baseURL).origin !== baseURL && refused.push(request.url()));
    await page.goto("/graphql/explorer");
    await expect(page.locator(".graphiql-query-editor")).toContainText("query Refusals");
    if (viewport === PHONE) await page.getByRole("button", { name: "Show Contoh · Examples" }).click();
    await page.getByRole("link", { name: "Usulan mana yang paling banyak didukung warga?" }).click();
    await expect(page.locator(".graphiql-query-editor")).toContainText("query Supported");
    await page.getByRole("button", { name: "Execute query" }).click();
    await expect(page.locator(".graphiql-response")).toContainText("supportCount");
    // The schema was read: the documentation knows its way.
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByRole("link", { name: "Query", exact: true }).click();
    await expect(page.locator(".graphiql-doc-explorer")).toContainText("daftar usulan");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(refused.filter((entry) => !entry.startsWith("data:"))).toEqual([]);
    await context.close();
  });
}

test("an address opens its question with its variables", async ({ browser }) => {
  const { context, page } = await device(browser);
  const query = "query Named($code: String!) { area(code: $code) { name } }";
  await page.goto(`/graphql/explorer?${new URLSearchParams({ query, variables: '{"code": "33.02.17"}' })}`);
  await page.getByRole("button", { name: "Execute query" }).click();
  await expect(page.locator(".graphiql-response")).toContainText("Cilongok");
  await context.close();
});
