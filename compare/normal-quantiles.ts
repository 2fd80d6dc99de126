/** Steps of the integral over one standard deviation, and where its tails are cut off. */
const STEPS = 1024;
const REACH = 8;

/**
 * The standard normal quantiles of (i + 1/2) / count, ascending: what a sample of so many numbers looks
 * like on average, without the chance in its tails. To about 1e-6.
 */
export function normalQuantiles(count: number): Float64Array {
  const quantiles = new Float64Array(count);
  let x = -REACH;
  let below = 0;
  for (let index = 0; index < Math.ceil(count / 2); index += 1) {
    const wanted = (index + 0.5) / count;
    let step = probability(x);
    while (below + step < wanted) {
      below += step;
      x += 1 / STEPS;
      step = probability(x);
    }
    const quantile = x + (wanted - below) / (step * STEPS);
    quantiles[index] = quantile;
    quantiles[count - 1 - index] = -quantile;
  }
  return quantiles;
}

/** Of the step from x on, by the trapezoidal rule. */
function probability(x: number): number {
  return (density(x) + density(x + 1 / STEPS)) / (2 * STEPS);
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
