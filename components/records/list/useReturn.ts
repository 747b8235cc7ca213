/** Whoever comes back from a record finds the list where it was left: as many rows, as far down. */
import { useEffect, useRef } from "preact/hooks";
import type { List } from "@/components/records/list/useList.ts";

const KEY = "kommutator.list.place";
/** More rows than these are not loaded again only to stand at a place. */
const MOST = 2_000;

interface Place {
  address: string;
  rows: number;
  top: number;
}

export function useReturn(list: List, scroller: () => HTMLElement | null): void {
  const wanted = useRef<Place | null>(null);
  const loaded = useRef(0);
  loaded.current = list.rows.order.length;
  useEffect(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (navigation?.type === "back_forward") wanted.current = keptPlace();
    const leave = () => {
      const top = scroller()?.scrollTop || scrollY;
      const place: Place = { address: location.pathname + location.search, rows: loaded.current, top };
      try {
        sessionStorage.setItem(KEY, JSON.stringify(place));
      } catch {
        // A full or forbidden storage costs only the comfort.
      }
    };
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  }, []);
  useEffect(() => {
    const place = wanted.current;
    if (!place || list.phase !== "ready") return;
    if (loaded.current < Math.min(place.rows, MOST) && list.rows.next !== null) return void list.more();
    wanted.current = null;
    const box = scroller();
    if (box) box.scrollTop = place.top;
    if (box && box.scrollTop === 0) scrollTo(0, place.top);
  }, [list.phase, list.rows.order.length]);
}

function keptPlace(): Place | null {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Place | null;
    return place?.address === location.pathname + location.search ? place : null;
  } catch {
    return null;
  }
}
