import {
  type Claim,
  type ComparedLibrary,
  type CompareReport,
  FAMILIES,
  type MixRow,
  PARTS,
  type PaperRow,
} from '../compare/report.ts';
import { rowsOfWidth } from './compare-charts.ts';
import { FAMILY_MARKS } from './compare-colours.ts';
import {
  areaPerMac,
  claimGroups,
  claimsText,
  claimVerdict,
  energyPerMac,
  energyStreams,
  figure,
  figureOr,
  grouped,
  HASH,
  type ModeFigures,
  modeFigures,
  secondsText,
  sharesText,
  sqnrStreams,
  sqnrText,
  subjectText,
  targetText,
  tensorsText,
  toolsText,
  verificationText,
  verifiedText,
} from './compare-summary.ts';
import { percent } from './figures.ts';
import { MIX_COLOURS, mixesOf } from './paper-chart.ts';

const MISSING = '–';

/** What report/compare.html.hbs shows beside the charts, as texts; it escapes all of them. */
export function compareView(report: CompareReport) {
  const { claims, libraries, noise } = report;
  return {
    title: titleOf(report),
    subject: subjectText(report),
    verification: verificationText(report),
    claims: claims.length === 0 ? null : claimsView(report),
    families: familiesOf(report),
    parts: PARTS.map((part, index) => ({ part, index: String(index) })),
    choice: libraries.length < 2 ? null : { libraries: libraries.map(choiceView) },
    panels: libraries.map((library, index) => panelView(report, library, index)),
    noise: noise.length === 0 ? null : { rows: noiseRows(report) },
    libraries: libraries.map((library) => libraryView(report, library)),
    tensors: tensorsText(report),
    tools: toolsText(report),
    seconds: secondsText(report),
  };
}

function titleOf({ designs }: CompareReport): string {
  const families = new Set(designs.map(({ family }) => family));
  return families.has('LP') && families.size > 1 ? 'LP beside its peers' : 'Designs side by side';
}

function familiesOf({ designs }: CompareReport) {
  const present = FAMILIES.filter((family) => designs.some((design) => design.family === family));
  return present.map((family) => ({
    family,
    glyph: FAMILY_MARKS[family].glyph,
    index: String(FAMILIES.indexOf(family)),
  }));
}

function choiceView({ name }: ComparedLibrary, index: number) {
  return { name, index: String(index), first: index === 0 };
}

function claimsView(report: CompareReport) {
  const { claims } = report;
  const libraries = grouped(claims, ({ library }) => library).flatMap(([first]) => first ?? []);
  const rows = claimGroups(claims).map((group) => {
    const pairs = group.map((claim) => pairText(report, claim));
    const same = pairs.every((pair) => pair === pairs[0]);
    const [first] = group;
    return {
      text: first?.text ?? '',
      pair: same ? (pairs[0] ?? '') : '',
      target: first === undefined ? '' : targetText(first),
      cells: libraries.map(({ library }) => {
        const index = group.findIndex((claim) => claim.library === library);
        const claim = group[index];
        return claim === undefined ? null : claimView(claim, same ? '' : (pairs[index] ?? ''));
      }),
    };
  });
  const heads = libraries.map(({ library, noise }) => ({ library, noise: percent(noise) }));
  return { summary: claimsText(claims), heads, rows };
}

/** Who stands against whom: the best peer may be another one in another library. */
function pairText(report: CompareReport, { ours, peer }: Claim): string {
  return `${designName(report, ours)} against ${designName(report, peer)}`;
}

function claimView(claim: Claim, pair: string) {
  const { met, word, close, gap } = claimVerdict(claim);
  return {
    ratio: claim.ratio.toFixed(2),
    tone: met ? 'good' : 'bad',
    result: `${met ? '✓' : '✗'} ${word}`,
    close,
    gap: gap === '' ? '' : `SQNR ${signed(claim.sqnrGap)} dB`,
    pair,
  };
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** "4 LP<4,0,2> x LP<8,1,7>, dot-8". */
function designName({ designs }: CompareReport, id: string): string {
  const index = designs.findIndex((design) => design.id === id);
  const label = designs[index]?.label;
  return label === undefined ? id : `${index + 1} ${label}`;
}

function panelView(report: CompareReport, library: ComparedLibrary, index: number) {
  const { name, areaUnit } = library;
  const [stream = ''] = sqnrStreams(report);
  const [energy = ''] = energyStreams(report);
  const mixes = grouped(
    report.mixes.filter((row) => row.library === name),
    ({ mix }) => mix,
  );
  const paper = report.paper.filter((row) => row.library === name);
  const clock = report.clocks[name];
  return {
    index: String(index),
    name,
    clock: clock === undefined ? 'its clock' : `${clock} ns`,
    unit: areaUnit,
    stream,
    energyStream: energy,
    widths: widthsOf(report).map((bits) => widthView(report, name, bits)),
    mixes: mixes.map((rows) => mixView(report, rows)),
    paper: paper.length === 0 ? null : paperView(paper, areaUnit),
    table: tableView(report, name),
  };
}

/** Bits of weights, the widest first. */
export function widthsOf({ designs }: CompareReport): number[] {
  const bits = designs.flatMap(({ modes }) => modes.map(({ weightBits }) => weightBits));
  return [...new Set(bits)].sort((a, b) => b - a);
}

function widthView(report: CompareReport, library: string, bits: number) {
  const reached = rowsOfWidth(report, library, bits);
  const late = modeFigures(report, library).filter(
    ({ mode, clock }) => mode.weightBits === bits && clock === undefined,
  );
  const names = [...new Set(late.map(({ place, design }) => `${place} ${design.label}`))];
  return {
    bits: bits === 1 ? '1 bit' : `${bits} bits`,
    some: reached.length > 0,
    late: names.length === 0 ? '' : `The clock is not reached by ${names.join('; ')}.`,
  };
}

/** Rows of a mix, the smallest first. */
export function sortedMix(rows: readonly MixRow[]): MixRow[] {
  return rows.toSorted((a, b) => a.areaPerMac - b.areaPerMac);
}

function mixView(report: CompareReport, rows: readonly MixRow[]) {
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
    rows: sortedMix(rows).map((row) => ({
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

/** Streams that the energies of a mix were measured on. */
export function mixStreams(rows: readonly MixRow[]): string[] {
  const keys = rows.flatMap(({ energyPerMac: all }) => Object.keys(all));
  return [...new Set(keys.map((key) => key.replace(/\/(zero|liberty)$/, '')))];
}

/** Without and with glitches. */
function bothModels(energyBy: (model: 'zero' | 'liberty') => number | undefined): string {
  const values = (['zero', 'liberty'] as const).map(energyBy);
  if (values.every((value) => value === undefined)) return MISSING;
  return values.map((value) => figureOr(value, MISSING)).join(' / ');
}

function paperView(rows: readonly PaperRow[], unit: string) {
  const [first] = rows;
  const mixes = mixesOf(rows);
  return {
    first: first?.label ?? '',
    speed: unit === 'um2' ? 'GMAC/s/mm2' : 'weight MACs in a second and area unit',
    mixes: mixes.map((mix, index) => ({ mix, index: String(index % MIX_COLOURS.length) })),
    columns: String(mixes.length),
    rows: rows.map((row) => ({
      label: row.label,
      design: row.design,
      area: figure(row.area),
      density: mixes.map((mix) => ({
        absolute: figureOr(row.density[mix], MISSING),
        macs: figureOr(row.macsPerCycle[mix], MISSING),
        relative: ratioText(row.density[mix], first?.density[mix]),
      })),
      published: row.published === null ? MISSING : figure(row.published),
      publishedRelative: ratioText(row.published ?? undefined, first?.published ?? undefined),
    })),
  };
}

function ratioText(value: number | undefined, first: number | undefined): string {
  return value === undefined || first === undefined ? MISSING : (value / first).toFixed(2);
}

function tableView(report: CompareReport, library: string) {
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
      area: figureOr(areaPerMac(point, mode), MISSING),
      ns: point === undefined ? '' : `${point.ns.toFixed(2)} ns`,
    })),
    energy: energy.map((stream) => bothModels((model) => energyPerMac(row, stream, model))),
  };
}

function noiseRows(report: CompareReport) {
  return report.noise.map(({ library, design, variants, spread }) => ({
    library,
    design: designName(report, design),
    variants: variants.map(({ name, area }) => `${name} ${figure(area)}`).join(', '),
    spread: percent(spread),
  }));
}

function libraryView(
  { clocks }: CompareReport,
  { name, file, hash, scriptHash, areaUnit, nand2Area }: ComparedLibrary,
) {
  const clock = clocks[name];
  return {
    name,
    file,
    hash,
    script: scriptHash.slice(0, HASH),
    unit: areaUnit,
    nand2: figure(nand2Area),
    clock: clock === undefined ? MISSING : `${clock} ns`,
  };
}
