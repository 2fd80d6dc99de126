import type { ArrayShape } from '../generator/index.ts';
import { lanesOfWord } from '../golden/exact/index.ts';
import { type Batch, refuseNotFinite } from './answer-log.ts';
import type { Simulated } from './engine.ts';
import type { LayerOutcome } from './layer-step.ts';
import type { LayerReport, Mismatch, StreamBeats } from './report.ts';
import { Noise, WordCounts } from './statistics.ts';

const NO_BEATS: StreamBeats = { channels: 0, weights: 0, activations: 0, results: 0 };

/** Adds up what one layer did with all batches. */
export class LayerTotals {
  readonly #noise = new Noise();
  readonly #counts = new WordCounts();
  readonly #mappings = new Set<string>();
  #last: LayerOutcome | null = null;
  #macs = 0;
  #cycles = 0;
  #beats = NO_BEATS;
  #simulated: { cycles: number; beats: StreamBeats } | null = null;
  mismatches = 0;
  firstMismatch: Mismatch | null = null;

  constructor(private readonly shape: ArrayShape) {}

  /** `float` is the layer's output in the float network; `from` the first input of the batch. Throws Failure. */
  add(outcome: LayerOutcome, float: ArrayLike<number>, { from, inputs }: Batch): void {
    const { words, values, prepared, macs, executed } = outcome;
    const shown = `layer ${JSON.stringify(prepared.layer.name)}`;
    refuseNotFinite(`the float network's ${shown}`, float, { from, inputs });
    refuseNotFinite(shown, values, { from, inputs });
    this.#last = outcome;
    this.#mappings.add(outcome.mapping);
    this.#noise.add(values, float);
    this.#counts.add(words, prepared.output.format);
    this.#macs += macs;
    this.#cycles += executed.cycles;
    this.#beats = sumOf(this.#beats, executed.beats);
    if (executed.simulated !== null)
      this.#addSimulated(outcome, executed.simulated, { from, inputs });
  }

  #addSimulated(outcome: LayerOutcome, simulated: Simulated, { from, inputs }: Batch): void {
    const before = this.#simulated ?? { cycles: 0, beats: NO_BEATS };
    this.#simulated = {
      cycles: before.cycles + simulated.cycles,
      beats: sumOf(before.beats, simulated.beats),
    };
    this.mismatches += simulated.mismatches;
    if (simulated.mismatches === 0 || this.firstMismatch !== null) return;
    const { words, expected, prepared } = outcome;
    const index = words.findIndex((word, at) => word !== expected[at]);
    const each = words.length / inputs;
    this.firstMismatch =
      index === -1
        ? null
        : {
            layer: prepared.layer.name,
            input: from + Math.floor(index / each),
            place: index % each,
            expected: expected[index] as number,
            got: words[index] as number,
          };
  }

  report(): LayerReport {
    const { prepared } = this.#last as LayerOutcome;
    const { layer, plan } = prepared;
    const { rows, cols, lanes } = this.shape;
    const used = lanesOfWord(plan.mode);
    const ofArray = lanes.slice(0, used);
    return {
      name: layer.name,
      operator: layer.operator,
      mode: plan.mode,
      formats: { weight: plan.weight, activation: plan.activation, output: plan.output },
      widths: {
        ...plan.widths,
        arrayTile: Math.min(...ofArray.map(({ tileWidth }) => tileWidth)),
        arraySum: Math.min(...ofArray.map(({ width }) => width)),
      },
      mapping: [...this.#mappings].join(' or '),
      macs: this.#macs,
      cycles: this.#cycles,
      beats: this.#beats,
      simulated: this.#simulated,
      utilisation: this.#macs / (rows * cols * used * this.#cycles),
      sqnr: this.#noise.sqnr(),
      zeros: this.#counts.zeros,
      saturated: this.#counts.saturated,
    };
  }

  /** Cycles of all PEs and lanes that the mode uses, for the share that works. */
  get capacity(): number {
    const { rows, cols } = this.shape;
    return (
      rows * cols * lanesOfWord((this.#last as LayerOutcome).prepared.plan.mode) * this.#cycles
    );
  }
}

function sumOf(a: StreamBeats, b: StreamBeats): StreamBeats {
  return {
    channels: a.channels + b.channels,
    weights: a.weights + b.weights,
    activations: a.activations + b.activations,
    results: a.results + b.results,
  };
}
