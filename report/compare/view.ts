import { type ComparedLibrary, type CompareReport, FAMILIES, PARTS } from '../../compare/report.ts';
import { percent } from '../figures.ts';
import { claimsView } from './claims-view.ts';
import { FAMILY_MARKS } from './colours.ts';
import { tableView } from './designs-view.ts';
import { mixView, paperView } from './mixes-view.ts';
import { figure, MISSING } from './numbers.ts';
import { planStreams, shownPlans } from './plans.ts';
import {
  designName,
  energyStreams,
  mixesIn,
  modeFigures,
  rowsOfWidth,
  sqnrStreams,
  widthsOf,
} from './rows.ts';
import {
  HASH,
  secondsText,
  subjectText,
  tensorsText,
  toolsText,
  untoldText,
  verificationText,
} from './summary.ts';

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

function panelView(report: CompareReport, library: ComparedLibrary, index: number) {
  const { name, areaUnit } = library;
  const [stream = ''] = sqnrStreams(report);
  const [energy = ''] = energyStreams(report);
  const mixes = mixesIn(report, name);
  const paper = report.paper.filter((row) => row.library === name);
  const clock = report.clocks[name];
  return {
    index: String(index),
    name,
    clock: clock === undefined ? 'its clock' : `${clock} ns`,
    unit: areaUnit,
    untold: untoldText(library),
    stream,
    energyStream: energy,
    widths: widthsOf(report).map((bits) => widthView(report, name, bits)),
    mixes: mixes.map((rows) => mixView(report, rows)),
    plans: plansView(report, name),
    paper: paper.length === 0 ? null : paperView(paper, areaUnit),
    table: tableView(report, name),
  };
}

/** Plans in one library; null where there are none. */
function plansView(report: CompareReport, library: string) {
  const plans = shownPlans(report).find(([first]) => first?.library === library);
  if (plans === undefined) return null;
  return {
    streams: planStreams(report),
    list: plans.map(({ plan, effort, rows }) => ({
      plan,
      effort,
      span: String(rows.length),
      rows: rows.map((row, index) => ({ ...row, first: index === 0 })),
    })),
  };
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
