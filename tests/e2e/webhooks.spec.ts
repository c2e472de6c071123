/** Webhooks on the account page, and the system that is told. */

import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { DESKTOP, PHONE, person } from "./people";

interface Message {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A system that takes everything. */
async function receiver() {
  const heard: Message[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { heard, url: `http://127.0.0.1:${port}/terima`, close: () => server.close() };
}

function isSigned({ headers, body }: Message, secret: string): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const sent = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return headers["webhook-signature"] === `v1,${createHmac("sha256", key).update(sent).digest("base64")}`;
}

for (const [viewport, name] of [[PHONE, "Portal ponsel"], [DESKTOP, "Portal meja"]] as const) {
  test(`a webhook is made, tried, paused, replayed and deleted at ${viewport.width} px`, async ({ browser }) => {
    const { context, page } = await person(browser, "desa", viewport);
    const { heard, url, close } = await receiver();
    await page.goto("/akun");
    await page.getByRole("button", { name: "Buat webhook baru" }).click();
    const form = page.locator("form[name=webhook]");
    await form.getByRole("textbox", { name: "Nama", exact: true }).fill(name);
    await form.getByLabel("Alamat penerima").fill("portal");
    await form.getByRole("checkbox", { name: "Usulan", exact: true }).check();
    await form.getByRole("button", { name: "Buat webhook" }).click();
    await expect(form.getByRole("alert")).toContainText("https");
    await expectAccessible(page);
    await form.getByLabel("Alamat penerima").fill(url);
    await form.getByRole("button", { name: "Buat webhook" }).click();
    const secret = (await page.locator("#webhook .token-secret").textContent())!;
    expect(secret).toMatch(/^whsec_/);
    await expectAccessible(page);
    await page.reload();
    await expect(page.locator("#webhook .token-secret")).toHaveCount(0);

    const row = page.locator(".webhooks > li", { hasText: name });
    await expect(row).toContainText("Aktif");
    await row.getByRole("button", { name: "Uji kirim" }).click();
    await expect.poll(() => heard.length).toBe(1);
    expect(JSON.parse(heard[0].body).type).toBe("ping");
    expect(isSigned(heard[0], secret)).toBe(true);

    await row.getByRole("button", { name: "Jeda" }).click();
    await expect(row).toContainText("Dijeda");
    await row.getByRole("button", { name: "Kelola" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Kirim ulang setelah kursor").fill("0");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Kirim ulang" }).click();
    await expect(dialog).toBeHidden();
    expect(heard).toHaveLength(1);
    await row.getByRole("button", { name: "Lanjutkan" }).click();
    await expect(row).toContainText("Aktif");
    await expect.poll(() => heard.length).toBeGreaterThan(20);
    expect(heard.every((message) => isSigned(message, secret))).toBe(true);
    const events = heard.slice(1).map(({ body }) => JSON.parse(body));
    expect(events.every(({ type }) => type.startsWith("proposal."))).toBe(true);
    const cursors = events.map(({ data }) => Number(data.cursor));
    expect(cursors).toEqual([...new Set(cursors)].sort((a, b) => a - b));

    await row.getByRole("button", { name: "Kelola" }).click();
    await dialog.getByRole("button", { name: "Hapus webhook" }).click();
    await expect(row).toHaveCount(0);
    close();
    await context.close();
  });
}
