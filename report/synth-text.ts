import type { SynthReport } from '../synth/index.ts';
import { alignColumns } from '../system/text.ts';
import type { Paint } from './paint.ts';

/** Area, cells and flops per module, the total, the critical path. */
export function synthLines(report: SynthReport, paint: Paint): string[] {
  const { modules, areaUnit, library } = report;
  const rows = modules.map((module) => [
    `  ${module.name}`,
    module.area.toFixed(1),
    module.hierarchyArea.toFixed(1),
    module.nand2.toFixed(0),
    String(module.hierarchyCells),
    String(module.hierarchyFlops),
    module.criticalPath === null ? '' : module.criticalPath.ns.toFixed(2),
  ]);
  const head = [
    '  module',
    `own ${areaUnit}`,
    `with children`,
    'NAND2',
    'cells',
    'flops',
    'path ns',
  ];
  return [
    ...alignColumns([head, ...rows], [1, 2, 3, 4, 5, 6]).map((line, index) =>
      index === 0 ? paint.dim(line) : line,
    ),
    '',
    `${paint.strong(`${report.totalArea.toFixed(1)} ${areaUnit}`)} in all, ` +
      `${report.nand2.toFixed(0)} NAND2 equivalents, on ${library.name}`,
    `critical path ${paint.strong(`${report.criticalPath.ns.toFixed(2)} ns`)} in ` +
      `${report.criticalPath.module}: ${report.criticalPath.from} to ${report.criticalPath.to}`,
    paint.dim(
      `${Object.entries(report.tools)
        .map(([tool, version]) => `${tool} ${version}`)
        .join(
          ', ',
        )}, script ${report.scriptHash.slice(0, 12)}: compare figures within one run only`,
    ),
  ];
}
