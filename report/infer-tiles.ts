import type { InferReport } from '../infer/report.ts';
import { compact, percent } from './figures.ts';
import { ofInputs } from './infer-summary.ts';

/** A headline number. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The numbers that a reader looks for first; those of the array only where one was used. */
export function tilesOf(report: InferReport): Tile[] {
  const { on, layers } = report;
  return [
    accuracyTile(report),
    ...(on === 'float' ? [] : [agreementTile(report), sqnrTile(report)]),
    ...(layers.length === 0 ? [] : workTiles(report)),
  ];
}

function accuracyTile({ accuracy, floatAccuracy, on, n }: InferReport): Tile {
  const name = 'Right answers';
  if (accuracy === null) return { name, value: 'unknown', note: 'no labels were given' };
  const float = on === 'float' || floatAccuracy === null ? '' : `; float ${percent(floatAccuracy)}`;
  return { name, value: percent(accuracy), note: `${ofInputs(accuracy, n)}${float}` };
}

function agreementTile({ agreement, n }: InferReport): Tile {
  const note = `${ofInputs(agreement, n)} inputs`;
  return { name: 'Same answer as float', value: percent(agreement), note };
}

function sqnrTile({ sqnr }: InferReport): Tile {
  const name = 'SQNR of the answers';
  return sqnr === null
    ? { name, value: 'equal', note: 'to float' }
    : { name, value: `${sqnr.toFixed(1)} dB`, note: 'against float' };
}

function workTiles({ cycles, macs, utilisation, n, array }: InferReport): Tile[] {
  const each = (value: number) =>
    `${Math.round(value / Math.max(1, n)).toLocaleString('en')} an input`;
  const size = array === undefined ? '' : `of ${array.rows} x ${array.cols} PEs`;
  return [
    { name: 'Cycles', value: tileNumber(cycles), note: each(cycles) },
    { name: 'MACs', value: tileNumber(macs), note: each(macs) },
    { name: 'Utilisation', value: percent(utilisation), note: size },
  ];
}

/** Whole where a tile has room for it; the table has all digits. */
function tileNumber(value: number): string {
  return value < 1e7 ? value.toLocaleString('en') : compact(value);
}
