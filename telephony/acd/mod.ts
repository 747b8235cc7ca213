/** Pure routing core: orders, strategies, skills, waits. No clock, no randomness, no I/O. */
export * from "./types.ts";
export * from "./order.ts";
export * from "./skills.ts";
export * from "./strategies.ts";
export * from "./persistent_map.ts";
export * from "./expected_wait.ts";
export * from "./service_level.ts";
export * from "./site_day.ts";
