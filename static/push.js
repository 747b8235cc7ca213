/*
 * The service worker: shows pushes while no page of the console is looked at, and opens what they are about. It has no
 * `fetch` handler on purpose: pages and data always come from the server, never from a cache of ours.
 */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

async function show(data) {
  let notice;
  try {
    notice = data.json();
  } catch {
    return;
  }
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // Who looks at the console has seen it there.
  if (pages.some((page) => page.visibilityState === "visible")) return;
  await self.registration.showNotification(String(notice.title ?? ""), {
    body: String(notice.text ?? ""),
    // A second one of the same notice takes the first one's place.
    tag: String(notice.id ?? ""),
    timestamp: Number(notice.at) || undefined,
    icon: "/icon.svg",
    badge: "/icon.svg",
    data: { link: notice.link },
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link));
});

async function open(given) {
  const link = typeof given === "string" && /^\/(?!\/)/.test(given) ? given : "/notifications";
  const to = new URL(link, self.location.origin);
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => new URL(page.url).pathname === to.pathname);
  // Another page may hold a call or an unsaved text: it is left as it is.
  if (there) await there.focus();
  else await self.clients.openWindow(to.href);
}
