import type { Claim, ComparedLibrary, CompareReport, MixRow, PaperRow } from '../compare/report.ts';
import { wrap } from '../system/text.ts';
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
  printableReport,
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
import type { Paint } from './paint.ts';
import { headed, headedWithin } from './table.ts';

/** Columns of every line. */
const WIDTH = 100;
const MISSING = '–';

/** What each design costs and keeps, then mixes, claims, the paper's table and what all of it rests on. */
export function compareLines(given: CompareReport, paint: Paint): string[] {
  const report = printableReport(given);
  return [
    ...wrap(subjectText(report), WIDTH).map(paint.strong),
    ...wrap(verificationText(report), WIDTH),
    '',
    ...report.libraries.flatMap((library) => libraryLines(report, library, paint)),
    ...mixLines(report, paint),
    ...claimLines(report, paint),
    ...paperLines(report, paint),
    ...noiseLines(report, paint),
    ...provenanceLines(report, paint),
  ];
}

function title(text: string, paint: Paint): string {
  return paint.strong(text);
}

function libraryLines(report: CompareReport, library: ComparedLibrary, paint: Paint): string[] {
  const rows = modeFigures(report, library.name);
  return [
    title(`${library.name}: area and timing`, paint),
    ...areaTable(report, rows, paint),
    ...notes(areaNote(report, library), paint),
    '',
    ...energyLines(report, library, rows, paint),
  ];
}

function notes(text: string, paint: Paint): string[] {
  return wrap(text, WIDTH - 2).map((line) => paint.dim(`  ${line}`));
}

function areaTable(report: CompareReport, rows: readonly ModeFigures[], paint: Paint): string[] {
  const [stream = ''] = sqnrStreams(report);
  const table = rows.map((row) => {
    const { design, mode, clock, smallest, fastest } = row;
    return [
      labelCell(row),
      mode.name,
      sqnrText(mode.sqnr[stream]),
      figureOr(areaPerMac(clock, mode), MISSING),
      figureOr(areaPerMac(smallest, mode), MISSING),
      fastest === undefined ? MISSING : fastest.ns.toFixed(2),
      row.index === 0 ? verifiedText(design.verification) : '',
    ];
  });
  const head = ['  design', 'mode', 'SQNR dB', 'at clock', 'smallest', 'fastest ns', 'verified'];
  return headedWithin(WIDTH, [head, ...table], [2, 3, 4, 5], paint);
}

/** The label stands in the first row of a design only. */
function labelCell({ place, design, index }: ModeFigures): string {
  return index === 0 ? `  ${place} ${design.label}` : '';
}

function areaNote(report: CompareReport, { name, areaUnit }: ComparedLibrary): string {
  const clock = report.clocks[name];
  const at = clock === undefined ? 'at the clock' : `at the clock of ${clock} ns`;
  const [stream = '', ...others] = sqnrStreams(report);
  const more = others.length === 0 ? '' : ` (--json has ${others.join(', ')} too)`;
  return `areas in ${areaUnit} per weight MAC in each cycle, whole grid counted, ${at} (${MISSING}: not reached) and of the smallest point; SQNR on ${stream}${more}: ${tensorsText(report)}`;
}

/** Streams that one table has room for. */
const STREAMS_BESIDE = 4;

function energyLines(
  report: CompareReport,
  { name }: ComparedLibrary,
  rows: readonly ModeFigures[],
  paint: Paint,
): string[] {
  const streams = energyStreams(report).slice(0, STREAMS_BESIDE);
  const measured = rows.filter(({ energy }) => energy.length > 0);
  if (streams.length === 0 || measured.length === 0) return [];
  const table = measured.map((row) => [
    labelCell(row),
    row.mode.name,
    ...streams.map((stream) =>
      [energyPerMac(row, stream, 'zero'), energyPerMac(row, stream, 'liberty')]
        .map((value) => figureOr(value, MISSING))
        .join(' / '),
    ),
  ]);
  const right = streams.map((_, index) => index + 2);
  return [
    title(`${name}: energy, an estimate`, paint),
    ...headedWithin(WIDTH, [['  design', 'mode', ...streams], ...table], right, paint),
    ...notes(
      'fJ per weight MAC at the clock: without / with delays of the cells (glitches)',
      paint,
    ),
    '',
  ];
}

function mixLines(report: CompareReport, paint: Paint): string[] {
  const tables = grouped(report.mixes, ({ mix, library }) => `${mix}\n${library}`);
  if (tables.length === 0) return [];
  const [stream = ''] = sqnrStreams(report);
  const note = `per weight MAC on average, at the clock; SQNR on ${stream}; energy is an estimate, without / with glitches`;
  return [...tables.flatMap((rows) => mixTable(report, rows, paint)), ...notes(note, paint), ''];
}

function mixTable(report: CompareReport, rows: readonly MixRow[], paint: Paint): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const [quality = ''] = sqnrStreams(report);
  const energies = [...new Set(rows.flatMap(({ energyPerMac: all }) => Object.keys(all)))];
  const measured = [...new Set(energies.map((key) => key.split('/')[0] ?? ''))];
  const table = rows
    .toSorted((a, b) => a.areaPerMac - b.areaPerMac)
    .map((row) => [
      `  ${designName(report, row.design)}`,
      figure(row.areaPerMac),
      sqnrText(row.sqnr[quality]),
      ...measured.map((stream) =>
        ['zero', 'liberty']
          .map((model) => figureOr(row.energyPerMac[`${stream}/${model}`], MISSING))
          .join(' / '),
      ),
    ]);
  const head = ['  design', 'area', 'SQNR dB', ...measured.map((stream) => `fJ ${stream}`)];
  const right = head.map((_, index) => index).slice(1);
  const { mix, shares, library } = first;
  return [
    title(`mix ${mix} on ${library}: ${sharesText(shares)}`, paint),
    ...headedWithin(WIDTH, [head, ...table], right, paint),
    '',
  ];
}

/** "4 LP<4,0,2> x LP<8,1,7>, dot-8". */
function designName({ designs }: CompareReport, id: string): string {
  const index = designs.findIndex((design) => design.id === id);
  const label = designs[index]?.label;
  return label === undefined ? id : `${index + 1} ${label}`;
}

function claimLines({ claims }: CompareReport, paint: Paint): string[] {
  if (claims.length === 0) return [];
  return [
    `${title('claims', paint)}: ${claimsText(claims)}`,
    ...claimGroups(claims).flatMap((group) => claimTable(group, paint)),
    ...notes(
      'density: more is better, energy (an estimate): less; noise: how far areas of equal logic lie apart',
      paint,
    ),
    '',
  ];
}

function claimTable(claims: readonly Claim[], paint: Paint): string[] {
  const head = ['    library', 'ratio', 'target', 'result', 'noise', 'ours', 'against', ''];
  const rows = claims.map((claim) => {
    const { word, close, gap } = claimVerdict(claim);
    return [
      `    ${claim.library}`,
      claim.ratio.toFixed(2),
      targetText(claim),
      close ? `${word}, within noise` : word,
      percent(claim.noise),
      claim.ours,
      claim.peer,
      gap,
    ];
  });
  const [top = '', ...lines] = headed([head, ...rows], [1, 2, 4], paint);
  return [
    ...wrap(claims[0]?.text ?? '', WIDTH - 2).map((line) => `  ${line}`),
    top,
    ...lines.flatMap((line, index) => claimLine(line, claims[index], paint)),
  ];
}

/** In the colour of its verdict; what is too wide, remarks mostly, goes below. */
function claimLine(line: string, claim: Claim | undefined, paint: Paint): string[] {
  if (claim === undefined) return [];
  const { met, word, gap } = claimVerdict(claim);
  const tone = met ? paint.good : paint.bad;
  const short = line.length <= WIDTH ? line : line.slice(0, line.length - gap.length).trimEnd();
  const painted = short.replace(word, tone(word));
  return short === line ? [painted] : [painted, `      ${gap}`];
}

function paperLines(report: CompareReport, paint: Paint): string[] {
  const tables = grouped(report.paper, ({ library }) => library);
  if (tables.length === 0) return [];
  return [
    ...tables.flatMap((rows) => paperTable(report, rows, paint)),
    ...notes(
      'density: weight MACs in a second and area unit beside those of the first row; published: TOPS/mm2 in 28 nm, and beside the first row',
      paint,
    ),
    '',
  ];
}

function paperTable(report: CompareReport, rows: readonly PaperRow[], paint: Paint): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const mixes = [...new Set(rows.flatMap(({ density }) => Object.keys(density)))];
  const unit = report.libraries.find(({ name }) => name === first.library)?.areaUnit ?? '';
  const head = ['  array', 'area', ...mixes.flatMap((mix) => ['MACs', mix]), 'published', ''];
  const table = rows.map((row) => [
    `  ${row.label}`,
    figure(row.area),
    ...mixes.flatMap((mix) => [
      figureOr(row.macsPerCycle[mix], MISSING),
      ratioText(row.density[mix], first.density[mix]),
    ]),
    row.published === null ? MISSING : figure(row.published),
    ratioText(row.published ?? undefined, first.published ?? undefined),
  ]);
  const right = head.map((_, index) => index).slice(1);
  return [
    title(
      `arrays of the paper on ${first.library}: area in ${unit}, MACs in a cycle and density by mix`,
      paint,
    ),
    ...headedWithin(WIDTH, [head, ...table], right, paint),
    '',
  ];
}

function ratioText(value: number | undefined, first: number | undefined): string {
  return value === undefined || first === undefined ? MISSING : (value / first).toFixed(2);
}

function noiseLines({ noise }: CompareReport, paint: Paint): string[] {
  if (noise.length === 0) return [];
  const rows = noise.map(({ library, design, variants, spread }) => {
    const areas = variants.map(({ area }) => area);
    return [
      `  ${library}`,
      design,
      String(variants.length),
      `${figure(Math.min(...areas))} to ${figure(Math.max(...areas))}`,
      percent(spread),
    ];
  });
  const head = ['  noise floor', 'PE of', 'variants', 'areas', 'spread'];
  return [
    ...headedWithin(WIDTH, [head, ...rows], [2, 3, 4], paint),
    ...notes('the same logic written otherwise: ratios are not known better than this', paint),
    '',
  ];
}

function provenanceLines(report: CompareReport, paint: Paint): string[] {
  const libraries = report.libraries.map(
    ({ name, file, hash, scriptHash }) =>
      `${name}: ${file} ${hash.slice(0, HASH)}, script ${scriptHash.slice(0, HASH)}`,
  );
  const seconds = secondsText(report);
  const text = [
    ...libraries,
    `${toolsText(report)}: compare figures within one run only`,
    ...(seconds === '' ? [] : [seconds]),
  ];
  return text.flatMap((line) => wrap(line, WIDTH)).map((line) => paint.dim(line));
}
