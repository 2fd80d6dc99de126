import type { Module } from '../generator/design.ts';
import { contentHash } from '../system/cache.ts';
import type { GateCell } from './liberty/cells.ts';
import type { NamedModule } from './map-design.ts';
import { instancesOf, mapInstances } from './netlist-text.ts';
import { roundFigure } from './round.ts';

const WIRE = 'shared_drive';

/**
 * A cluster of a grid with a buffer for each bit that all its PEs share, other than by a port of the
 * cluster: a register of the library would drive a hundred pins. Other modules, and all without a
 * buffer, stay as they are.
 */
export function withSharedDrive(
  node: NamedModule,
  modules: ReadonlyMap<string, Module>,
  buffer: GateCell | null,
): NamedModule {
  if (buffer === null || node.description.role !== 'cluster') return node;
  const shared = sharedPorts(node, modules);
  const bits = shared.reduce((sum, { width }) => sum + width, 0);
  if (bits === 0) return node;
  const child = shared[0]?.child ?? '';
  const connected = mapInstances(node.netlist, ({ type, text }) =>
    shared.reduce(
      (changed, { port }) =>
        type === child
          ? changed.replace(new RegExp(`\\.${port}\\(.*\\)`), `.${port}(${WIRE}_${port})`)
          : changed,
      text,
    ),
  );
  // Declared before any instance reads them.
  const wires = shared.map(wiresOf).join('');
  const buffers = shared.map((one) => buffersOf(one, buffer)).join('');
  return {
    ...node,
    area: roundFigure(node.area + bits * buffer.area),
    cellTypes: {
      ...node.cellTypes,
      [buffer.cell]: (node.cellTypes[buffer.cell] ?? 0) + bits,
    },
    netlist: connected
      .replace(/^module [^;]*;$/m, (head) => `${head}\n${wires}`)
      .replace(/^endmodule$/m, () => `${buffers}endmodule`),
    key: contentHash(node.key, WIRE, buffer.cell),
  };
}

interface SharedPort {
  readonly child: string;
  readonly port: string;
  readonly width: number;
  /** What all instances are connected to. */
  readonly net: string;
}

/** Inputs of a child that has several instances, all connected to the same bits inside of the module. */
function sharedPorts(node: NamedModule, modules: ReadonlyMap<string, Module>): SharedPort[] {
  const inputs = node.description.ports.filter(({ direction }) => direction === 'input');
  const [child] = Object.keys(node.instances).filter((name) => (node.instances[name] ?? 0) > 1);
  const described = child === undefined ? undefined : modules.get(child);
  if (child === undefined || described === undefined) return [];
  const instances = instancesOf(node.netlist).filter(({ type }) => type === child);
  return described.ports.flatMap(({ direction, name: port, width }) => {
    const [net, ...others] = new Set(instances.map(({ connections }) => connections.get(port)));
    const isPort = inputs.some(({ name }) => name === net);
    if (direction !== 'input' || net === undefined || others.length > 0 || isPort) return [];
    return [{ child, port, width, net }];
  });
}

function wiresOf({ port, width }: SharedPort): string {
  const range = width === 1 ? '' : `[${width - 1}:0] `;
  return `  wire ${range}${WIRE}_${port}_from;\n  wire ${range}${WIRE}_${port};\n`;
}

function buffersOf({ port, width, net }: SharedPort, { cell, inputs, out }: GateCell): string {
  const from = `${WIRE}_${port}_from`;
  const to = `${WIRE}_${port}`;
  const head = `  assign ${from} = ${net};\n`;
  const bits = Array.from({ length: width }, (_, index) => (width === 1 ? '' : `[${index}]`));
  const cells = bits.map(
    (bit) => `  ${cell} \\${to}${bit}_buffer  (
    .${inputs[0]}(${from}${bit}),
    .${out}(${to}${bit})
  );
`,
  );
  return head + cells.join('');
}
