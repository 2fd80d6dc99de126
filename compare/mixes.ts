import type { DesignRow, LibraryFigures, MixRow, ModeRow } from './report.ts';

/** Shares of the MACs of a network by bits of their weights. */
export interface Mix {
  readonly name: string;
  readonly shares: Readonly<Record<number, number>>;
}

/** The mix of weights that all have 8 bits. */
export const UNIFORM = '8-bit only';

/**
 * The mixes that designs are compared on. That of kws_dscnn: its first and its last layer (320,768 of 2,656,768 MACs)
 * in 8 bits, all others in 4.
 */
export const MIXES: readonly Mix[] = [
  { name: 'equal thirds', shares: { 2: 1 / 3, 4: 1 / 3, 8: 1 / 3 } },
  { name: '97.5 % 4-bit', shares: { 4: 0.975, 8: 0.025 } },
  { name: 'kws_dscnn', shares: { 4: 1 - 320768 / 2656768, 8: 320768 / 2656768 } },
  { name: UNIFORM, shares: { 8: 1 } },
];

/** The mode in which a design holds weights of so many bits: the fastest, then the narrowest, that is wide enough. */
export function modeFor(modes: readonly ModeRow[], bits: number): ModeRow | undefined {
  return modes
    .filter(({ weightBits }) => weightBits >= bits)
    .sort((a, b) => b.weightsPerWord - a.weightsPerWord || a.weightBits - b.weightBits)[0];
}

/** A design on a mix in one library; null where it cannot hold the weights, or has no point at the clock. */
export function mixRow(mix: Mix, design: DesignRow, figures: LibraryFigures): MixRow | null {
  const point = figures.points.find(({ name }) => name === 'clock');
  if (point === undefined) return null;
  const parts = Object.entries(mix.shares).map(([bits, share]) => ({
    bits,
    share,
    mode: modeFor(design.modes, Number(bits)),
  }));
  const used = parts.flatMap(({ bits, share, mode }) => (mode ? [{ bits, share, mode }] : []));
  if (used.length < parts.length) return null;
  const wordsPerMac = used.reduce((sum, { share, mode }) => sum + share / mode.weightsPerWord, 0);
  return {
    mix: mix.name,
    shares: Object.fromEntries(used.map(({ bits, share }) => [bits, share])),
    design: design.id,
    library: figures.library,
    modes: Object.fromEntries(used.map(({ bits, mode }) => [bits, mode.name])),
    areaPerMac: point.areaPerWord * wordsPerMac,
    energyPerMac: energyOf(used, figures),
    sqnr: noiseOf(used),
  };
}

/** Every design on every mix in every library, where it can be. */
export function mixRows(mixes: readonly Mix[], designs: readonly DesignRow[]): MixRow[] {
  return designs.flatMap((design) =>
    design.figures.flatMap((figures) =>
      mixes.flatMap((mix): MixRow[] => {
        const row = mixRow(mix, design, figures);
        return row === null ? [] : [row];
      }),
    ),
  );
}

interface UsedMode {
  readonly share: number;
  readonly mode: ModeRow;
}

/** fJ per MAC on average, by stream and delay model, where every mode was measured on it. */
function energyOf(used: readonly UsedMode[], { energy }: LibraryFigures): Record<string, number> {
  const kinds = new Set(energy.map(({ stream, model }) => `${stream}/${model}`));
  const entries = [...kinds].flatMap((kind) => {
    const terms = used.map(({ share, mode }) => {
      const own = energy.find(
        ({ mode: name, stream, model }) => name === mode.name && `${stream}/${model}` === kind,
      );
      return own === undefined ? Number.NaN : (share * own.perWord) / mode.weightsPerWord;
    });
    const total = terms.reduce((sum, term) => sum + term, 0);
    return Number.isNaN(total) ? [] : [[kind, total] as const];
  });
  return Object.fromEntries(entries);
}

/** Noise of all products, each mode by its share, in dB below the signal. */
function noiseOf(used: readonly UsedMode[]): Record<string, number> {
  const streams = Object.keys(used[0]?.mode.sqnr ?? {});
  const entries = streams.map((stream) => {
    const noise = used.reduce(
      (sum, { share, mode }) => sum + share * 10 ** (-(mode.sqnr[stream] ?? 0) / 10),
      0,
    );
    return [stream, -10 * Math.log10(noise)] as const;
  });
  return Object.fromEntries(entries);
}
