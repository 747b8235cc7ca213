/**
 * Keeps scores fresh: looks at what changed when it is told of a change and each moment besides, and goes its rounds in
 * small steps. Any number of nodes may run one. `settleAll` is for tests, the demo and benches.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { ScoredKind } from "@/ml/scores/columns.ts";
import { Champions } from "@/ml/scores/refresh/champions.ts";
import { setLeadScorer } from "@/crm/scores/mod.ts";
import { leadScorer } from "@/ml/scores/refresh/coming.ts";
import { sweepStep } from "@/ml/scores/refresh/sweep.ts";
import { tellScores } from "@/ml/scores/refresh/tell.ts";
import { moveCursor, touchedRecords } from "@/ml/scores/refresh/touched.ts";
import { writeScores } from "@/ml/scores/refresh/write.ts";
import type { Store } from "@/store/store.ts";

const log = getLogger(["kommutator", "scores"]);

const KINDS: readonly ScoredKind[] = ["lead", "deal"];
const LOOK_EVERY_MS = 1_000;
/** Between steps of a round: the rest of the time belongs to others. */
const STEP_PAUSE_MS = 60;
/** What coming leads are scored by is read anew. */
const COMING_EVERY_MS = 5_000;
/** Records of one event's bite that are scored at once. */
const AT_ONCE = 200;

export class ScoreKeeper {
  readonly #champions: Champions;
  #stopped = false;
  #timer: unknown;
  #looking: Promise<void> | null = null;
  #comingAt = -Infinity;

  constructor(private readonly store: Store, private readonly clock: Clock) {
    this.#champions = new Champions(store);
  }

  start(): void {
    this.wake();
  }

  /** Something may have changed. */
  wake(): void {
    if (this.#stopped || this.#looking) return;
    this.clock.clear(this.#timer);
    this.#looking = this.#look().then((pause) => {
      this.#looking = null;
      if (!this.#stopped) this.#timer = this.clock.after(pause, () => this.wake());
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    setLeadScorer(null);
    this.clock.clear(this.#timer);
    await this.#looking;
  }

  /** Everything that is due now. Returns how many records were scored. */
  async settleAll(): Promise<number> {
    let scored = 0;
    for (let found = await this.#changed(); found !== null; found = await this.#changed()) scored += found;
    for (const kind of KINDS) {
      for (let step = await this.#step(kind); step; step = step.ended ? null : await this.#step(kind)) {
        scored += step.done;
      }
    }
    return scored;
  }

  /** How long to pause. */
  async #look(): Promise<number> {
    try {
      if (this.clock.now() - this.#comingAt >= COMING_EVERY_MS) {
        this.#comingAt = this.clock.now();
        setLeadScorer(await leadScorer(this.store, this.#champions));
      }
      const found = await this.#changed();
      if (this.#stopped) return LOOK_EVERY_MS;
      let steps = 0;
      for (const kind of KINDS) if (await this.#step(kind)) steps++;
      return found === null && steps === 0 ? LOOK_EVERY_MS : STEP_PAUSE_MS;
    } catch (error) {
      // The database may be away; nothing is lost: the cursor and the rounds stand where they stood.
      if (!this.#stopped) log.warn("scores cannot be kept: {error}", { error: String(error) });
      return LOOK_EVERY_MS;
    }
  }

  /** Scores what one bite of events touched; null: there was none. */
  async #changed(): Promise<number | null> {
    const touched = await touchedRecords(this.store);
    if (touched === null) return null;
    let scored = 0;
    for (const kind of KINDS) {
      const ids = touched.ids[kind];
      if (ids.length === 0) continue;
      const champions = await this.#champions.of(kind);
      for (let from = 0; from < ids.length && !this.#stopped; from += AT_ONCE) {
        const told = await tellScores(this.store, {
          kind,
          ids: ids.slice(from, from + AT_ONCE),
          champions,
          now: this.clock.now(),
        });
        await writeScores(this.store, { kind, told, because: "changed" });
        scored += told.length;
      }
    }
    if (!this.#stopped) await moveCursor(this.store, touched);
    return scored;
  }

  async #step(kind: ScoredKind) {
    const champions = await this.#champions.of(kind);
    const now = this.clock.now();
    return await sweepStep(this.store, { kind, champions, day: await this.#day(now), now });
  }

  /** Rounds begin at three at night: the day before then. */
  async #day(now: number): Promise<string> {
    const site = await this.store.db.selectFrom("site_settings").select("time_zone").executeTakeFirstOrThrow();
    return new Intl.DateTimeFormat("sv-SE", { timeZone: site.time_zone, dateStyle: "short" }).format(
      now - 3 * 3_600_000,
    );
  }
}
