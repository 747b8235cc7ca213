/** A score as one blob: packed JSON with the name and number of its form. A blob of something else is refused, not misread. */
import { gunzipSync, gzipSync } from "node:zlib";
import type { ScoreModel } from "@/ml/scores/score.ts";

const FORM = "kommutator-score";
const NUMBER = 1;
/** Unpacked; a score of many columns takes one or two. */
const MOST_BYTES = 64 * 1024 * 1024;

export function saveScore(model: ScoreModel): Uint8Array {
  return new Uint8Array(gzipSync(JSON.stringify({ form: FORM, number: NUMBER, model })));
}

/** @throws when the blob is no score, or one of a newer program */
export function loadScore(blob: Uint8Array): ScoreModel {
  let read: { form?: unknown; number?: unknown; model?: ScoreModel };
  try {
    read = JSON.parse(new TextDecoder().decode(gunzipSync(blob, { maxOutputLength: MOST_BYTES })));
  } catch (cause) {
    throw new Error("this blob holds no score", { cause });
  }
  if (read === null || typeof read !== "object" || read.form !== FORM || !read.model) {
    throw new Error("this blob holds no score");
  }
  if (read.number !== NUMBER) throw new Error(`a score of form ${read.number}, only ${NUMBER} can be read`);
  return read.model;
}
