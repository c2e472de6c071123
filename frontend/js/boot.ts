/** What the page does besides starting the app: the service worker, after the visitor's own bytes. */

if ("serviceWorker" in navigator) {
  addEventListener("load", () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined), { once: true });
}

export {};
