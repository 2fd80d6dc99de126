import type {
  CompareReport,
  DelayModel,
  DesignPoint,
  DesignRow,
  EnergyFigure,
  LibraryFigures,
  MixRow,
  ModeRow,
  PaperRow,
} from '../../compare/report.ts';

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

/** "4 LP<4,0,2> x LP<8,1,7>, dot-8", or the id of a design that has no row. */
export function designName({ designs }: CompareReport, id: string): string {
  const index = designs.findIndex((design) => design.id === id);
  const label = designs[index]?.label;
  return label === undefined ? id : `${index + 1} ${label}`;
}

/** Bits of weights, the widest first. */
export function widthsOf({ designs }: CompareReport): number[] {
  const bits = designs.flatMap(({ modes }) => modes.map(({ weightBits }) => weightBits));
  return [...new Set(bits)].sort((a, b) => b - a);
}

/** Rows that reach the clock, the smallest first. */
export function rowsOfWidth(report: CompareReport, library: string, bits: number): ModeFigures[] {
  const area = ({ clock, mode }: ModeFigures) => areaPerMac(clock, mode) ?? Infinity;
  return modeFigures(report, library)
    .filter(({ mode, clock }) => mode.weightBits === bits && clock !== undefined)
    .sort((a, b) => area(a) - area(b));
}

/** Rows of each mix in one library, the smallest design first. */
export function mixesIn({ mixes }: CompareReport, library: string): MixRow[][] {
  const own = mixes.filter((row) => row.library === library);
  return grouped(own, ({ mix }) => mix).map((rows) =>
    rows.toSorted((a, b) => a.areaPerMac - b.areaPerMac),
  );
}

/** Streams that the energies of a mix were measured on. */
export function mixStreams(rows: readonly Pick<MixRow, 'energyPerMac'>[]): string[] {
  return streamsIn(rows.map(({ energyPerMac: all }) => all));
}

/** Of energies by "stream/model". */
function streamsIn(energies: readonly Readonly<Record<string, number>>[]): string[] {
  const keys = energies.flatMap((all) => Object.keys(all));
  return [...new Set(keys.map((key) => key.replace(/\/(zero|liberty)$/, '')))];
}

/** Mixes that densities of the paper's arrays are known for. */
export function paperMixes(rows: readonly PaperRow[]): string[] {
  return [...new Set(rows.flatMap(({ density }) => Object.keys(density)))];
}

/** The stream whose energies stand beside the paper's arrays: undefined where none was measured. */
export function paperStream(rows: readonly PaperRow[]): string | undefined {
  const streams = streamsIn(rows.flatMap(({ energyPerMac: all }) => Object.values(all)));
  return streams.includes('relu') ? 'relu' : streams[0];
}
