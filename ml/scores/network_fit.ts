/** Fits the network of network.ts with tensors, in full batches; stops on a part that it does not see. Disposes all. */
import { openTensors, tf } from "@/ml/tensor/mod.ts";
import { type Bins } from "@/ml/scores/features.ts";
import { inputs, layout } from "@/ml/scores/inputs.ts";
import { inputMeans, type Network } from "@/ml/scores/network.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const UNITS = 12;
const STEPS = 400;
const RATE = 0.01;
/** Pull of the weights to zero, by row. */
const RIDGE = { hidden: 4, out: 1, straight: 2 };
const PATIENCE = 40;

/** @param seed of the first weights and of the part that it stops on */
export async function fitNetwork(bins: Bins, outcome: Uint8Array, { seed = 3 } = {}): Promise<Network> {
  await openTensors();
  const { starts, size } = layout(bins);
  const random = seeded(seed);
  const matrix = (rows: readonly number[]) => {
    const cells = new Float32Array(rows.length * size);
    rows.forEach((row, n) => {
      for (const [index, value] of inputs(bins, row, starts)) cells[n * size + index] = value;
    });
    return tf.tensor2d(cells, [rows.length, size]);
  };
  const all = [...outcome.keys()];
  const apart = Uint8Array.from(all, () => random() < 0.15 ? 1 : 0);
  const held = all.filter((row) => apart[row] === 1), seen = all.filter((row) => apart[row] === 0);
  const column = (rows: readonly number[]) => tf.tensor2d(rows.map((row) => outcome[row]), [rows.length, 1]);
  const gauss = (count: number, width: number) =>
    Float32Array.from(
      { length: count },
      () => width * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    );
  const x = matrix(seen), y = column(seen), later = matrix(held), asked = column(held);
  const hidden = variable(tf.tensor2d(gauss(size * UNITS, 0.3), [size, UNITS]));
  const out = variable(tf.tensor2d(gauss(UNITS, 0.1), [UNITS, 1]));
  const constant = variable(tf.scalar(0));
  const straight = variable(tf.zeros([size, 1]));
  const weights = [hidden, out, constant, straight];
  const optimizer = tf.train.adam(RATE);
  const odds = (of: tf.Tensor2D) =>
    tf.matMul(tf.relu(tf.matMul(of, hidden as tf.Tensor2D)), out as tf.Tensor2D).add(constant).add(
      tf.matMul(of, straight as tf.Tensor2D),
    );
  // log(1 + e^z) - y z, in the form that does not overflow.
  const loss = (of: tf.Tensor2D, is: tf.Tensor2D): tf.Scalar => {
    const z = odds(of);
    return tf.relu(z).sub(z.mul(is)).add(tf.log1p(tf.exp(tf.neg(tf.abs(z))))).mean();
  };
  const pull = () =>
    tf.sum(tf.square(hidden)).mul(RIDGE.hidden).add(tf.sum(tf.square(out)).mul(RIDGE.out))
      .add(tf.sum(tf.square(straight)).mul(RIDGE.straight)).div(2 * seen.length);
  let best = Infinity, bestAt = 0, kept: number[][] = [];
  for (let step = 0; step < STEPS; step++) {
    optimizer.minimize(() => loss(x, y).add(pull()) as tf.Scalar, false, weights);
    if (step % 5 !== 4) continue;
    const told = tf.tidy(() => loss(later, asked).dataSync()[0]);
    if (told < best) [best, bestAt, kept] = [told, step, weights.map((one) => [...one.dataSync()])];
    else if (step - bestAt > PATIENCE) break;
  }
  tf.dispose([x, y, later, asked, ...weights]);
  optimizer.dispose();
  const [h, o, c, s] = kept;
  return { hidden: h, units: UNITS, out: [...o, ...c], straight: s, means: inputMeans(bins) };
}

/** A variable takes a copy: the tensor that it begins with would stay for ever. */
function variable(first: tf.Tensor): tf.Variable {
  const made = tf.variable(first);
  first.dispose();
  return made;
}
