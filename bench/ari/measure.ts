/** What one client costs: CPU of its process (user and system) from the first event to the last, and events seen. */
import process from "node:process";

export class Meter {
  #from: ReturnType<typeof process.cpuUsage> | null = null;
  #received = 0;
  /** Touched, as a real handler would: so that no client gets away with not reading its events. */
  ids = 0;

  saw(channel: { id: string } | undefined): void {
    this.#from ??= process.cpuUsage();
    this.#received++;
    if (channel) this.ids += channel.id.length;
  }

  /** Prints the result for the parent. */
  report(): never {
    const used = process.cpuUsage(this.#from ?? undefined);
    console.log(JSON.stringify({ received: this.#received, cpu_us: used.user + used.system }));
    Deno.exit(0);
  }
}
