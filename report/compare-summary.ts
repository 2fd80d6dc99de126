import type {
  Claim,
  CompareReport,
  DelayModel,
  DesignPoint,
  DesignRow,
  EnergyFigure,
  LibraryFigures,
  ModeRow,
  Verification,
} from '../compare/report.ts';
import { count, printable } from './figures.ts';

/** What the text and the page of a comparison both say. */

/** A report whose texts, names of files and libraries among them, move no cursor. */
export function printableReport(report: CompareReport): CompareReport {
  return printableValue(report) as CompareReport;
}

function printableValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printableValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [printable(key), printableValue(inner)]));
}

/** A design in one of its modes in one library. */
export interface ModeFigures {
  /** Of the design, from 1: the same in every table and chart. */
  readonly place: number;
  readonly design: DesignRow;
  readonly mode: ModeRow;
  /** Of the design's modes. */
  readonly index: number;
  /** Undefined where the library has no such point. */
  readonly clock: DesignPoint | undefined;
  readonly smallest: DesignPoint | undefined;
  readonly fastest: DesignPoint | undefined;
  readonly energy: readonly EnergyFigure[];
}

/** Rows of a library's table: designs in the order of the report, each with its modes. */
export function modeFigures({ designs }: CompareReport, library: string): ModeFigures[] {
  return designs.flatMap((design, place) => {
    const figures: LibraryFigures | undefined = design.figures.find(
      (one) => one.library === library,
    );
    const point = (name: DesignPoint['name']) => figures?.points.find((one) => one.name === name);
    return design.modes.map((mode, index) => ({
      place: place + 1,
      design,
      mode,
      index,
      clock: point('clock'),
      smallest: point('smallest'),
      fastest: point('fastest'),
      energy: figures?.energy.filter((one) => one.mode === mode.name) ?? [],
    }));
  });
}

/** Area of a point per weight MAC in each cycle; undefined where there is no point. */
export function areaPerMac(
  point: DesignPoint | undefined,
  { weightsPerWord }: ModeRow,
): number | undefined {
  return point && point.areaPerWord / weightsPerWord;
}

/** fJ per weight MAC; undefined where it was not measured. */
export function energyPerMac(
  { energy, mode }: Pick<ModeFigures, 'energy' | 'mode'>,
  stream: string,
  model: DelayModel,
): number | undefined {
  const figure = energy.find((one) => one.stream === stream && one.model === model);
  return figure && figure.perWord / mode.weightsPerWord;
}

/** Streams of the SQNR figures, in the order in which designs name them. */
export function sqnrStreams({ designs }: CompareReport): string[] {
  const names = designs.flatMap(({ modes }) => modes.flatMap(({ sqnr }) => Object.keys(sqnr)));
  return [...new Set(names)];
}

export function energyStreams({ designs }: CompareReport): string[] {
  const energies = designs.flatMap(({ figures }) => figures.flatMap(({ energy }) => energy));
  return [...new Set(energies.map(({ stream }) => stream))];
}

/** Three digits or more, as far as they mean anything. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

export function figureOr(value: number | undefined, missing: string): string {
  return value === undefined ? missing : figure(value);
}

/** dB with one digit; without an error there is no end. */
export function sqnrText(sqnr: number | undefined): string {
  if (sqnr === undefined) return '–';
  return Number.isFinite(sqnr) ? sqnr.toFixed(1) : 'exact';
}

/** "65,536 pairs ok". */
export function verifiedText({ vectors, exhaustive }: Verification): string {
  return `${count(vectors, exhaustive ? 'pair' : 'vector')} ok`;
}

/** Ratios are quoted without a remark down to this: dB. */
export const SQNR_TOLERANCE = -0.3;

export interface Verdict {
  readonly met: boolean;
  readonly word: 'met' | 'missed';
  /** The target is less far away than equal logic spreads. */
  readonly close: boolean;
  /** "SQNR 1.2 dB below the peer's", or ''. */
  readonly gap: string;
}

export function claimVerdict({ met, ratio, target, noise, sqnrGap }: Claim): Verdict {
  return {
    met,
    word: met ? 'met' : 'missed',
    close: Math.abs(ratio / target - 1) < noise,
    gap: sqnrGap < SQNR_TOLERANCE ? `SQNR ${Math.abs(sqnrGap).toFixed(1)} dB below the peer's` : '',
  };
}

/** More is better for density, less for energy. */
export function targetText({ quantity, target }: Claim): string {
  return `${quantity === 'density' ? '≥' : '≤'} ${target.toFixed(2)}`;
}

/** Claims with the same id in several libraries belong together. */
export function claimGroups(claims: readonly Claim[]): Claim[][] {
  return grouped(claims, ({ id }) => id);
}

/** "5 of 9 targets met". */
export function claimsText(claims: readonly Claim[]): string {
  const met = claims.filter((claim) => claim.met).length;
  return `${met} of ${count(claims.length, 'target')} met`;
}

/** Lists of what has the same key, in the order in which keys first appear. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const lists = new Map<string, T[]>();
  for (const one of all) {
    const list = lists.get(keyOf(one));
    if (list) list.push(one);
    else lists.set(keyOf(one), [one]);
  }
  return [...lists.values()];
}

/** "97.5/2.5: 97.5 % of 4 bits, 2.5 % of 8 bits" without the name: the shares in words. */
export function sharesText(shares: Readonly<Record<string, number>>): string {
  return Object.entries(shares)
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([bits, share]) => `${Number((100 * share).toFixed(1))} % ${bits}-bit`)
    .join(', ');
}

/** "22 designs, 22 of them verified over every pair of operand words". */
export function verificationText({ designs }: CompareReport): string {
  const all = designs.filter(({ verification }) => verification.exhaustive).length;
  const vectors = designs.reduce((sum, { verification }) => sum + verification.vectors, 0);
  const whole = all === designs.length ? 'each' : `${all} of them`;
  return `${count(designs.length, 'design')}, ${whole} verified over every pair of operand words: ${count(vectors, 'vector')} compared, 0 mismatches`;
}

/** "Grids of 64 x 32 on osu018 at 8 ns, sky130 at 4 ns". */
export function subjectText({ grid, libraries, clocks }: CompareReport): string {
  const places = libraries.map(({ name }) => {
    const clock = clocks[name];
    return clock === undefined ? name : `${name} at ${clock} ns`;
  });
  return `Grids of ${grid.rows} x ${grid.cols} on ${places.join(', ')}`;
}

/** How operands were drawn, in one line. */
export function tensorsText({ tensors }: CompareReport): string {
  const { meaning, seed, depth, sums } = tensors;
  return `${meaning}; ${count(sums, 'sum')} of ${count(depth, 'product')}, seed ${seed}`;
}

/** Letters of a hash that tell it from others. */
export const HASH = 12;

/** "Yosys 0.23, OpenSTA 2.0.17". */
export function toolsText({ tools }: CompareReport): string {
  return Object.entries(tools)
    .map(([tool, version]) => `${tool} ${version}`)
    .join(', ');
}

/** "verify 12.0 s, map 300.1 s". */
export function secondsText({ seconds }: CompareReport): string {
  return Object.entries(seconds)
    .map(([stage, time]) => `${stage} ${time.toFixed(1)} s`)
    .join(', ');
}
