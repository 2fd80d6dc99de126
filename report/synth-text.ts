import type { SynthReport } from '../synth/index.ts';
import { fpgaLines } from './fpga-text.ts';
import type { Paint } from './paint.ts';
import { headed } from './table.ts';

/** Area, cells and flops per module, the smallest and the fastest design, what was tried. */
export function synthLines(report: SynthReport, paint: Paint): string[] {
  const { timingNote, clock, fpga } = report;
  return [
    ...headed(moduleRows(report), [1, 2, 3, 4, 5, 6], paint),
    '',
    ...shareLines(report, paint),
    ...pointLines(report, paint),
    ...(timingNote === null ? [] : [paint.bad(timingNote)]),
    ...(clock?.note == null || clock.note === timingNote ? [] : [paint.bad(clock.note)]),
    '',
    ...headed(triedRows(report), [1, 2], paint),
    '',
    ...memoryLines(report),
    ...skippedLines(report),
    ...(fpga === undefined ? [] : [...fpgaLines(fpga, paint), '']),
    paint.dim(provenance(report)),
  ];
}

/** The modules of the smallest design. */
function moduleRows({ modules, areaUnit }: SynthReport): string[][] {
  const head = [`own ${areaUnit}`, 'with children', 'NAND2', 'cells', 'flops', 'path ns', 'recipe'];
  const rows = modules.map((module) => [
    `  ${module.name}`,
    module.area.toFixed(1),
    module.hierarchyArea.toFixed(1),
    module.nand2.toFixed(0),
    String(module.hierarchyCells),
    String(module.hierarchyFlops),
    module.criticalPath === null ? '' : module.criticalPath.ns.toFixed(2),
    module.recipe,
  ]);
  return [['  smallest', ...head], ...rows];
}

/** Where the area of an array lies, in every point. */
function shareLines({ points, areaUnit }: SynthReport, paint: Paint): string[] {
  const parts = points[0]?.shares ?? [];
  if (parts.length === 0) return [];
  const head = points.flatMap(({ name }) => [`${name} ${areaUnit}`, 'share']);
  const rows = parts.map(({ part }, index) => [
    `  ${part}`,
    ...points.flatMap(({ shares }) => {
      const { area, share } = shares?.[index] ?? { area: 0, share: 0 };
      return [area.toFixed(1), `${(100 * share).toFixed(1)} %`];
    }),
  ]);
  return [...headed([['  part', ...head], ...rows], [1, 2, 3, 4, 5, 6], paint), ''];
}

function pointLines({ points, areaUnit, library, clock }: SynthReport, paint: Paint): string[] {
  return points.map(({ name, totalArea, nand2, criticalPath: path }) => {
    const area = paint.strong(`${totalArea.toFixed(1)} ${areaUnit}`);
    const size = `${name === 'clock' ? `smallest at ${clock?.ns} ns` : name}: ${area}, ${nand2.toFixed(0)} NAND2 equivalents on ${library.name}`;
    if (path === null) return size;
    const ns = paint.strong(`${path.ns.toFixed(2)} ns`);
    return `${size}, critical path ${ns} in ${path.module} (${path.from} to ${path.to})`;
  });
}

/** The design by one recipe each, with the parts that the fastest one takes from it. */
function triedRows({ tried, points, tops, areaUnit }: SynthReport): string[][] {
  const fastest = points.find(({ name }) => name === 'fastest');
  const rows = tried.map(({ recipe, totalArea, ns }) => {
    const modules = fastest?.modules.filter((module) => module.recipe === recipe) ?? [];
    const uses = modules.filter(({ name }) => tops.includes(name)).map(({ name }) => name);
    return [
      `  ${recipe}`,
      totalArea.toFixed(1),
      ns === null ? '' : ns.toFixed(2),
      uses.length === 0 ? '' : `fastest ${uses.join(', ')}`,
    ];
  });
  return [['  all by one recipe', areaUnit, 'path ns', ''], ...rows];
}

/** Buffers become block RAM or macros, which a cell library does not have. */
function memoryLines({ memories }: SynthReport): string[] {
  if (memories.length === 0) return [];
  return [`memories are not counted, nor paths through them: ${memories.join(', ')}`, ''];
}

function skippedLines({ skipped, library }: SynthReport): string[] {
  if (skipped.length === 0) return [];
  const lines = skipped.map(({ recipe, reason }) => `  ${recipe}: ${reason.split('\n')[0]}`);
  return [`left out with ${library.name}:`, ...lines, ''];
}

function provenance({ tools, scriptHash }: SynthReport): string {
  const versions = Object.entries(tools).map(([tool, version]) => `${tool} ${version}`);
  return `${versions.join(', ')}, script ${scriptHash.slice(0, 12)}: compare figures within one run only`;
}
