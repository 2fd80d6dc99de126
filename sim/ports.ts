import type { Module, Port } from '../generator/design.ts';
import { Failure } from '../system/failure.ts';

type FoundPort = Pick<Port, 'name' | 'direction' | 'width'>;

/** Compares the ports in the header of a Verilator model with a module's. Throws Failure (input). */
export function checkPorts(module: Module, modelHeader: string): void {
  const found = new Map(parsePorts(modelHeader).map((port) => [port.name, port]));
  for (const port of module.ports) {
    const actual = found.get(port.name);
    if (actual === undefined) throw portFailure(module, `has no ${port.direction} ${port.name}`);
    if (actual.direction !== port.direction) {
      throw portFailure(module, `has ${port.name} as ${actual.direction}, not ${port.direction}`);
    }
    if (actual.width !== port.width) {
      const text = `has ${port.name} with a width of ${actual.width} bits, not ${port.width}`;
      throw portFailure(module, text);
    }
    found.delete(port.name);
  }
  const extra = [...found.values()].find(({ direction }) => direction === 'input');
  if (extra !== undefined) throw portFailure(module, `has an unknown input ${extra.name}`);
}

const DECLARATION = /\bVL_(IN|OUT|INOUT)(?:8|16|64|W)?\(&?(\w+),(\d+),(\d+)(?:,\d+)?\)/g;

function parsePorts(header: string): FoundPort[] {
  return [...header.matchAll(DECLARATION)].map(([, direction, name, high, low]) => ({
    name: name as string,
    direction: direction === 'OUT' ? 'output' : 'input',
    width: Math.abs(Number(high) - Number(low)) + 1,
  }));
}

function portFailure(module: Module, text: string): Failure {
  return new Failure(
    'input',
    `module ${module.name} in ${module.file} ${text}`,
    'the ports must be those that the configuration asks for',
  );
}
