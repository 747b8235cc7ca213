/** The one door to TensorFlow.js: what passes through it must be what the models were built on. */
import assert from "node:assert/strict";
import { openTensors, tf } from "@/ml/tensor/mod.ts";

Deno.test("WebAssembly is used, once opened for good; the plain backend takes three times as long", async () => {
  assert.equal(await openTensors(), "wasm");
  assert.equal(openTensors(), openTensors());
  assert.equal(tf.getBackend(), "wasm");
});

Deno.test("products turned round are right: the network's slopes are made of them", async () => {
  await openTensors();
  tf.tidy(() => {
    const a = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
    assert.deepEqual([...tf.matMul(a, tf.tensor2d([[1], [2]]), true).dataSync()], [9, 12, 15]);
    assert.deepEqual([...tf.matMul(a, tf.tensor2d([[1, 0, 1]]), false, true).dataSync()], [4, 10]);
  });
});

Deno.test("gradients are there, which the core alone has not on Deno: challengers train with them", async () => {
  await openTensors();
  tf.tidy(() => {
    const slope = tf.grad((x) => tf.sum(tf.exp(tf.mul(x, 2))))(tf.tensor1d([0]));
    assert.equal(slope.dataSync()[0], 2);
  });
});
