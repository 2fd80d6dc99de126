import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimulationCounts } from '../../../synth/energy/simulate.ts';
import { runTool } from '../../../system/run-tool.ts';

/** Toggles by `path/cell.pin`, with dots between the instances. */
export type Toggles = ReadonlyMap<string, number>;

/** Compiles sources with Icarus, runs `tb`, and counts the changes that its dump has from a time on. */
export async function icarusToggles(
  directory: string,
  sources: Readonly<Record<string, string>>,
  from: number,
): Promise<Toggles> {
  for (const [file, text] of Object.entries(sources)) await writeFile(join(directory, file), text);
  const call = { cwd: directory, timeoutSeconds: 60 };
  const args = ['-g2012', '-s', 'tb', '-o', 'tb.vvp', ...Object.keys(sources)];
  await runTool({ ...call, tool: 'Icarus', command: 'iverilog', args });
  await runTool({ ...call, tool: 'Icarus', command: 'vvp', args: ['tb.vvp'] });
  return dumpedToggles(await readFile(join(directory, 'tb.vcd'), 'utf8'), from);
}

function dumpedToggles(dump: string, from: number): Toggles {
  const scopes: string[] = [];
  const names = new Map<string, string[]>();
  const [head = '', body = ''] = dump.split('$enddefinitions $end');
  for (const [, word, , name = '', , code = '', signal = ''] of head.matchAll(
    /\$(scope|upscope|var)\s+((?:module|begin|task|function|fork)\s+(\S+)\s+)?((?:wire|reg|integer|parameter)\s+\d+\s+(\S+)\s+(\S+)[^$]*)?\$end/g,
  )) {
    if (word === 'scope') scopes.push(name.replace('\\', ''));
    else if (word === 'upscope') scopes.pop();
    else names.set(code, [...(names.get(code) ?? []), [...scopes, signal].join('.')]);
  }
  const counts = new Map<string, number>();
  const values = new Map<string, string>();
  let time = 0;
  for (const line of body.split('\n')) {
    if (line.startsWith('#')) time = Number(line.slice(1));
    else if (/^[01xz]/.test(line)) {
      const code = line.slice(1);
      // A net that came back to its value within the time is dumped with that value.
      const changed = values.get(code) !== line;
      values.set(code, line);
      if (changed && time >= from) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return new Map(
    [...names].flatMap(([code, all]) => all.map((name) => [name, counts.get(code) ?? 0] as const)),
  );
}

/** Toggles that were counted on the nets of all outputs, named as in Icarus's dump of tb.dut. */
export function outputToggles({ circuit, toggles }: SimulationCounts): Toggles {
  const { netlist } = circuit;
  const found = new Map<string, number>();
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    const path = netlist.instances[netlist.cellOwner[cell] ?? 0]?.path.replaceAll('/', '.') ?? '';
    const owner = ['tb', 'dut', path, netlist.cellName[cell]].filter(Boolean).join('.');
    const model = netlist.types[netlist.cellType[cell] ?? 0]?.model;
    model?.outputs.forEach(({ name }, output) => {
      const net = netlist.outputNet[(netlist.outputStart[cell] ?? 0) + output] ?? 0;
      found.set(`${owner}.${name}`, toggles[net] ?? 0);
    });
  }
  return found;
}
