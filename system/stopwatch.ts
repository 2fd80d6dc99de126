/** Adds up seconds by stage. Stages of jobs that run at the same time overlap. */
export class Stopwatch {
  readonly #begin = performance.now();
  readonly #stages = new Map<string, number>();

  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    try {
      return await work();
    } finally {
      const seconds = (performance.now() - begin) / 1000;
      this.#stages.set(stage, (this.#stages.get(stage) ?? 0) + seconds);
    }
  }

  /** Seconds by stage, and `total` since the stopwatch was made. */
  seconds(): Record<string, number> {
    const total = (performance.now() - this.#begin) / 1000;
    const stages = [...this.#stages, ['total', total] as const];
    return Object.fromEntries(
      stages.map(([stage, seconds]) => [stage, Number(seconds.toFixed(3))]),
    );
  }
}
