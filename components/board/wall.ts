/** The wall screen: no chrome, full screen, and a screen that does not go to sleep. */
import { useEffect, useState } from "preact/hooks";

export function useWall(initially: boolean): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(initially);
  useEffect(() => {
    const root = document.documentElement;
    if (!on) return;
    root.dataset.wall = "on";
    let lock: WakeLockSentinel | null = null;
    let gone = false;
    const awake = async () => {
      if (document.hidden || !("wakeLock" in navigator)) return;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      if (gone) void lock?.release();
    };
    void awake();
    const onVisible = () => void awake();
    const onFullscreen = () => !document.fullscreenElement && setOn(false);
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && setOn(false);
    document.addEventListener("visibilitychange", onVisible);
    document.addEventListener("fullscreenchange", onFullscreen);
    document.addEventListener("keydown", onKey);
    return () => {
      gone = true;
      delete root.dataset.wall;
      void lock?.release();
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
      document.removeEventListener("visibilitychange", onVisible);
      document.removeEventListener("fullscreenchange", onFullscreen);
      document.removeEventListener("keydown", onKey);
    };
  }, [on]);
  return [on, (next) => {
    setOn(next);
    if (next) void document.documentElement.requestFullscreen?.().catch(() => {});
  }];
}
