/** Service level by both definitions in use; each null while there is nothing to divide by. */

export interface ServiceCounts {
  answered: number;
  abandoned: number;
  answeredInTime: number;
  abandonedInTime: number;
}

/** Answered within T of those answered. */
export function serviceLevelOfAnswered(counts: ServiceCounts): number | null {
  return counts.answered === 0 ? null : counts.answeredInTime / counts.answered;
}

/** Answered or abandoned within T of those answered or abandoned. */
export function serviceLevelOfOffered(counts: ServiceCounts): number | null {
  const all = counts.answered + counts.abandoned;
  return all === 0 ? null : (counts.answeredInTime + counts.abandonedInTime) / all;
}
