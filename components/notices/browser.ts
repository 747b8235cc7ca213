/**
 * Notifications of the browser itself: allowed by a click, shown by whichever tab is first when none is looked at, and by
 * the service worker (static/push.js) when no tab is open. What a browser chose is kept in it.
 */
import { call, post } from "@/components/api.ts";
import { isTexts, keep, kept } from "@/components/kept.ts";

const WORKER = "/push.js";
const CHOSEN = "notices.browser";
const BOUND = "notices.bound";

/** `page`: shown while a tab is open, since no push service could be reached. */
export type BrowserState = "none" | "denied" | "off" | "page" | "on";

const chosen = () => kept(CHOSEN, false, (value): value is boolean => typeof value === "boolean");

export async function browserState(): Promise<BrowserState> {
  if (typeof Notification === "undefined" || !("serviceWorker" in navigator)) return "none";
  if (Notification.permission === "denied") return "denied";
  if (Notification.permission !== "granted" || !chosen()) return "off";
  return await subscription() ? "on" : "page";
}

/** Only from a click: browsers punish pages that ask by themselves. */
export async function switchOn(): Promise<BrowserState> {
  if (typeof Notification === "undefined") return "none";
  if (await Notification.requestPermission() !== "granted") return await browserState();
  keep(CHOSEN, true);
  await bind();
  return await browserState();
}

export async function switchOff(): Promise<BrowserState> {
  keep(CHOSEN, null);
  const held = await subscription();
  if (held) {
    await post("/api/v1/push/remove", { endpoint: held.endpoint });
    await held.unsubscribe().catch(() => false);
  }
  return await browserState();
}

/** At the first page of a session: the subscription is the session's, and a worker that was lost comes back. */
export async function bindOnce(user: string): Promise<void> {
  if (typeof Notification === "undefined" || Notification.permission !== "granted" || !chosen()) return;
  try {
    if (sessionStorage.getItem(BOUND) === user) return;
    if (await bind()) sessionStorage.setItem(BOUND, user);
  } catch {
    // A forbidden storage: it is bound at the next page again.
  }
}

/** The browser's subscription, told to the server. False: its push service cannot be reached. */
async function bind(): Promise<boolean> {
  try {
    const worker = await navigator.serviceWorker.register(WORKER);
    await navigator.serviceWorker.ready;
    const key = await call<{ publicKey: string }>("GET", "/api/v1/push");
    if (!key.ok) return false;
    const wanted = bytesOf(key.value.publicKey);
    let held = await worker.pushManager.getSubscription();
    // Of an installation that was set up anew at this address.
    if (held && !same(held.options.applicationServerKey, wanted)) {
      await held.unsubscribe();
      held = null;
    }
    held ??= await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
    const { endpoint, keys } = held.toJSON();
    return (await post("/api/v1/push", { endpoint, keys })).ok;
  } catch {
    return false;
  }
}

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker?.getRegistration(WORKER).catch(() => undefined);
  return await worker?.pushManager?.getSubscription().catch(() => null) ?? null;
}

export interface Shown {
  id: string;
  title: string;
  text: string;
  link: string;
  /** A notice that was put off comes again as another one. */
  toldAt: string;
}

/** Told ones that the tabs of a browser remember together. */
const REMEMBERED = 50;
const VISIBLE = "kommutator.visible";

/** While this tab is looked at, the others know. Returns the way to end it. */
export function holdVisible(): () => void {
  if (!("locks" in navigator)) return () => {};
  let release = () => {};
  const look = () => {
    release();
    release = () => {};
    if (document.visibilityState !== "visible") return;
    const held = new Promise<void>((resolve) => release = resolve);
    void navigator.locks.request(VISIBLE, { mode: "shared" }, () => held).catch(() => {});
  };
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    release();
  };
}

/** Shows it when no tab of the console is looked at, and only by one of them; the same tag as the push has. */
export async function showOutside(shown: Shown): Promise<boolean> {
  if (document.visibilityState === "visible" || typeof Notification === "undefined" || !("locks" in navigator)) {
    return false;
  }
  if (Notification.permission !== "granted" || !chosen()) return false;
  const { held } = await navigator.locks.query();
  if (held?.some(({ name }) => name === VISIBLE)) return false;
  return await navigator.locks.request("kommutator.said", async () => {
    // Each tab comes here in its turn; the first one shows it.
    const said = kept("notices.said", [], isTexts);
    const mark = `${shown.id} ${shown.toldAt}`;
    if (said.includes(mark)) return false;
    keep("notices.said", [...said, mark].slice(-REMEMBERED));
    await show(shown);
    return true;
  });
}

async function show({ id, title, text, link }: Omit<Shown, "toldAt">): Promise<void> {
  const options = { body: text, tag: id, icon: "/icon.svg", data: { link } };
  const worker = await navigator.serviceWorker?.getRegistration(WORKER).catch(() => undefined);
  if (worker) await worker.showNotification(title, options);
  else new Notification(title, options).onclick = () => globalThis.focus();
}

/** To see what they look like. */
export async function showTrial(title: string, text: string): Promise<void> {
  await show({ id: "trial", title, text, link: "/notifications?tab=settings" });
}

function bytesOf(base64Url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64Url.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

function same(one: ArrayBuffer | null, other: Uint8Array): boolean {
  return one !== null && one.byteLength === other.length && new Uint8Array(one).every((byte, n) => byte === other[n]);
}
