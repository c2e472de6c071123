/** What must happen before the app: the chosen theme, so that nothing flashes, and the service worker. */

try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
} catch {
  // A browser that keeps nothing still follows the system's theme.
}

if ("serviceWorker" in navigator) {
  // After the first paint: the visitor's own bytes come first.
  addEventListener("load", () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined), { once: true });
}
