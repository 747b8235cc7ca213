/** How good data is, before anything is learnt from it. Long histories are looked at in a Worker. */
import { inPieces, type QualityAsked, qualityOf } from "@/ml/datasets/quality.ts";
import type { DataQuality, VolumeDataset } from "@/ml/datasets/types.ts";
import { gather } from "@/ml/datasets/volume.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { askWorker } from "@/ml/training/ask_worker.ts";
import { RefusedError } from "@/ml/training/protocol.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";
import type { Store } from "@/store/store.ts";

/** Looked at in 30 ms. */
const FEW_ROWS = 10_000;

export async function inspectVolume(
  store: Store,
  asked: { dataset: VolumeDataset; settings: VolumeSettings; today: string },
): Promise<DataQuality> {
  try {
    const { data, calendar, like, sources, found, hours } = await gather(store, asked);
    // What comes after a file that ended long ago is not today.
    const today = asked.dataset.from === "upload" && data.to !== null ? addDays(data.to, 1) : asked.today;
    const { names, marks } = calendar;
    const plain: QualityAsked = { data, like, sources, found, hours, names, marks, today };
    return data.rows.length <= FEW_ROWS ? qualityOf(plain) : await qualityInWorker(plain);
  } catch (error) {
    if (error instanceof RefusedError) return nothing(error.refusal);
    throw error;
  }
}

/** The same answer, without the server's loop waiting for it. */
export function qualityInWorker(asked: QualityAsked): Promise<DataQuality> {
  return askWorker<DataQuality, DataQuality>({
    module: import.meta.resolve("./quality_worker.ts"),
    name: "data quality",
    // Sums need nothing of the machine.
    permissions: "none",
    pieces: inPieces(asked),
    failure: "data cannot be looked at",
    hear: (quality, { resolve }) => resolve(quality),
  });
}

/** Data that cannot even be put together. */
function nothing(refusal: NonNullable<DataQuality["refusal"]>): DataQuality {
  return {
    kind: "volume",
    refusal,
    findings: [],
    fingerprint: null,
    from: null,
    to: null,
    step: null,
    opens: null,
    slots: null,
    rows: 0,
    days: 0,
    calls: 0,
    weekdays: [],
    series: [],
    course: [],
    coming: [],
    service: null,
    like: null,
  };
}
