import type { CompareReport } from '../../compare/report.ts';
import { bothModels, figureOrNone, sqnrText } from './numbers.ts';
import {
  areaPerMac,
  energyPerMac,
  energyStreams,
  grouped,
  type ModeFigures,
  modeFigures,
  sqnrStreams,
} from './rows.ts';
import { HASH, verifiedText } from './summary.ts';

/** All designs with all figures in one library. */
export function tableView(report: CompareReport, library: string) {
  const sqnr = sqnrStreams(report);
  const energy = energyStreams(report);
  const rows = modeFigures(report, library);
  return {
    sqnr,
    energy,
    sqnrs: String(sqnr.length),
    energies: String(energy.length),
    designs: grouped(rows, ({ design }) => design.id).flatMap((modes) => {
      const [first] = modes;
      if (first === undefined) return [];
      return [designView(first, modes, { sqnr, energy })];
    }),
  };
}

interface Streams {
  readonly sqnr: readonly string[];
  readonly energy: readonly string[];
}

function designView(first: ModeFigures, modes: readonly ModeFigures[], streams: Streams) {
  const { place, design } = first;
  const { products, columnsPerRegister } = design;
  return {
    name: `${place} ${design.label}`,
    about: `${design.id}, V = ${products}, N = ${columnsPerRegister}`,
    rtl: design.rtlHash.slice(0, HASH),
    verified: verifiedText(design.verification),
    span: String(modes.length),
    rows: modes.map((row) => rowView(row, streams)),
  };
}

function rowView(row: ModeFigures, { sqnr, energy }: Streams) {
  const { mode, clock, smallest, fastest } = row;
  return {
    first: row.index === 0,
    mode: mode.name,
    weights: String(mode.weightsPerWord),
    sqnr: sqnr.map((stream) => sqnrText(mode.sqnr[stream])),
    points: [clock, smallest, fastest].map((point) => ({
      area: figureOrNone(areaPerMac(point, mode)),
      ns: point === undefined ? '' : `${point.ns.toFixed(2)} ns`,
    })),
    energy: energy.map((stream) => bothModels((model) => energyPerMac(row, stream, model))),
  };
}
