import type { CompareReport, MixRow, PaperRow } from '../../compare/report.ts';
import { bothModels, figure, figureOrNone, MISSING, ratioText, sqnrText } from './numbers.ts';
import { MIX_COLOURS } from './paper-chart.ts';
import { designName, mixStreams, paperMixes, paperStream, sqnrStreams } from './rows.ts';
import { sharesText } from './summary.ts';

/** The table of a mix in one library. */
export function mixView(report: CompareReport, rows: readonly MixRow[]) {
  const sqnr = sqnrStreams(report);
  const energy = mixStreams(rows);
  const [first] = rows;
  return {
    mix: first?.mix ?? '',
    shares: sharesText(first?.shares ?? {}),
    sqnr,
    energy,
    sqnrs: String(sqnr.length),
    energies: String(energy.length),
    rows: rows.map((row) => ({
      name: designName(report, row.design),
      modes: Object.entries(row.modes)
        .sort(([a], [b]) => Number(b) - Number(a))
        .map(([bits, mode]) => `${bits}: ${mode}`)
        .join(', '),
      area: figure(row.areaPerMac),
      sqnr: sqnr.map((stream) => sqnrText(row.sqnr[stream])),
      energy: energy.map((stream) => bothModels((model) => row.energyPerMac[`${stream}/${model}`])),
    })),
  };
}

/** The paper's table in one library. */
export function paperView(rows: readonly PaperRow[], unit: string) {
  const [first] = rows;
  const mixes = paperMixes(rows);
  const stream = paperStream(rows);
  return {
    first: first?.label ?? '',
    speed: unit === 'um2' ? 'GMAC/s/mm2' : 'weight MACs in a second and area unit',
    mixes: mixes.map((mix, index) => ({ mix, index: String(index % MIX_COLOURS.length) })),
    columns: String(mixes.length),
    stream: stream ?? '',
    rows: rows.map((row) => ({
      label: row.label,
      design: row.design,
      area: figure(row.area),
      density: mixes.map((mix) => ({
        absolute: figureOrNone(row.density[mix]),
        macs: figureOrNone(row.macsPerCycle[mix]),
        relative: ratioText(row.density[mix], first?.density[mix]),
      })),
      published: row.published === null ? MISSING : figure(row.published),
      energy:
        stream === undefined
          ? []
          : mixes.map((mix) =>
              bothModels((model) => row.energyPerMac[mix]?.[`${stream}/${model}`]),
            ),
      publishedRelative: ratioText(row.published ?? undefined, first?.published ?? undefined),
    })),
  };
}
