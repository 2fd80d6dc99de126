/** Wall clock seconds since the last lap, to the millisecond. */
export function stopwatch(): { lap(): number } {
  let last = performance.now();
  return {
    lap() {
      const now = performance.now();
      const seconds = (now - last) / 1000;
      last = now;
      return Number(seconds.toFixed(3));
    },
  };
}
