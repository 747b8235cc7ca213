/** Work asked for many times at once (an import changes a hundred rows) is done once more after it, not a hundred times. */

/** @returns asks for the work; while it runs, any number of further asks make one more run after it. */
export function coalesced(work: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let running = false, again = false;
  const run = async () => {
    running = true;
    do {
      again = false;
      await work().catch(failed);
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
