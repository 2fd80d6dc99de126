/**
 * Exact two-sided sign test (McNemar's for paired answers): the probability that fair coins fall at least as unevenly as
 * `one` heads and `other` tails. 1 where nothing differs.
 */
export function signTest(one: number, other: number): number {
  const count = one + other;
  const fewer = Math.min(one, other);
  // Logs: 2^-4800 is no double.
  let log = -count * Math.LN2;
  let tail = 0;
  for (let heads = 0; heads <= fewer; heads++) {
    tail += Math.exp(log);
    log += Math.log((count - heads) / (heads + 1));
  }
  return Math.min(1, 2 * tail);
}
