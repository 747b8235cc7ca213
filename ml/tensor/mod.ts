/**
 * The one door to TensorFlow.js: pinned and frozen upstream, so nothing else of ours imports it. WebAssembly with SIMD is
 * used where it can be (its threads fail on Deno: one model a Worker instead), the plain CPU backend elsewhere. The whole
 * package is imported, because its core alone has no gradients on Deno.
 */
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

let ready: Promise<string> | undefined;

/** @returns the backend in use */
export function openTensors(): Promise<string> {
  return ready ??= open();
}

async function open(): Promise<string> {
  try {
    const at = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(decodeURIComponent(new URL(".", at).pathname));
    await tf.setBackend("wasm");
  } catch {
    await tf.setBackend("cpu");
  }
  await tf.ready();
  return tf.getBackend();
}

export { tf };
