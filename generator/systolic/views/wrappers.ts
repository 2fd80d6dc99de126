import type { Module } from '../../design.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';

const FULL_ADDER = [
  'Full adder: three bits of one weight become a bit of that weight and one of twice as much.',
  'A module of its own, so that synthesis can put the cell of a library in its place.',
];

const CLOCK_GATE = [
  'Clock gate: lets through the rising edges before which enable_i is high.',
  'A module of its own, so that synthesis can put the cell of a library in its place.',
];

export function fullAdderView(module: Module, provenance: Provenance) {
  return wrapper(FULL_ADDER, module, provenance);
}

export function clockGateView(module: Module, provenance: Provenance) {
  return wrapper(CLOCK_GATE, module, provenance);
}

function wrapper(story: readonly string[], { name, ports }: Module, provenance: Provenance) {
  return { header: header(story, provenance), name, ports: portLines(ports), localparams: [] };
}
