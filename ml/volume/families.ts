/** The families that versions are made of, by their names. */
import { SEASONAL_NAIVE, SMOOTHING, WEEKDAY_MEAN } from "@/ml/volume/baselines.ts";
import type { Family } from "@/ml/volume/history.ts";
import { BASELINES, type FamilyName, type VolumeSettings } from "@/ml/volume/report.ts";
import { LIVELY_MODEL, STRUCTURAL_MODEL } from "@/ml/volume/structural.ts";
import { NETWORK_MODEL } from "@/ml/volume/network.ts";

const FAMILY: Record<FamilyName, Family> = {
  "structural": STRUCTURAL_MODEL,
  "structural-lively": LIVELY_MODEL,
  "network": NETWORK_MODEL,
  "smoothing": SMOOTHING,
  "weekday-mean": WEEKDAY_MEAN,
  "seasonal-naive": SEASONAL_NAIVE,
};

export const familyOf = (name: FamilyName): Family => FAMILY[name];

/** In the order of their likelihood: the first of them is left only for what is clearly better. */
export function familiesOf({ families }: Pick<VolumeSettings, "families">): Family[] {
  const asked = new Set(families);
  const list = Object.values(FAMILY).filter(({ name }) => asked.has(name));
  return list.length > 0 ? list : [STRUCTURAL_MODEL];
}

/** Baselines that are no part of the blend are compared all the same. */
export function besideOf({ families }: Pick<VolumeSettings, "families">): Family[] {
  return BASELINES.filter((name) => !families.includes(name)).map(familyOf);
}
