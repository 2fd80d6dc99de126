import type { Module } from '../generator/design.ts';
import { Failure } from '../system/failure.ts';

const PORT = /^ {2}(input|output) (?:\[(\d+):(\d+)\] )?(\S+)\s*;$/gm;

/**
 * Compares the ports of a mapped netlist with the description that parents were mapped against.
 * Throws Failure (input) that names the first port that differs.
 */
export function checkPorts({ name, file, ports }: Module, netlist: string): void {
  const found = new Map(
    [...netlist.matchAll(PORT)].map(([, direction, high, low, port = '']) => [
      port,
      `${direction}, ${Number(high ?? 0) - Number(low ?? 0) + 1} bits`,
    ]),
  );
  for (const { name: port, direction, width } of ports) {
    const described = `${direction}, ${width} bits`;
    const actual = found.get(port) ?? 'missing';
    if (actual !== described) {
      throw new Failure('input', `${file}: port ${port} is ${actual}, not ${described}`);
    }
    found.delete(port);
  }
  const [extra] = found.keys();
  if (extra !== undefined) {
    throw new Failure(
      'input',
      `${file}: module ${name} has a port that is not described: ${extra}`,
    );
  }
}
