import type { Resolved } from './config/resolve.ts';
import type { ArrayResolved } from './config/resolve-array.ts';

/** What a module of a PE's design is. */
export type PeRole = 'decoder' | 'pe' | 'encoder';

/** What a module of an array is. */
export type ArrayRole =
  | 'decoder'
  | 'antilog'
  | 'product'
  | 'pe'
  | 'grid'
  | 'edge'
  | 'encoder'
  | 'accumulator'
  | 'foot'
  | 'control'
  | 'array'
  | 'registers'
  | 'sequencer'
  | 'buffer'
  | 'top';

/** What a module of a systolic grid is, where an array has no such module. */
export type GridRole = 'full-adder' | 'clock-gate' | 'tree' | 'cluster' | 'column';

export interface Port {
  readonly name: string;
  readonly direction: 'input' | 'output';
  /** Bits. */
  readonly width: number;
  readonly signed: boolean;
  readonly meaning: string;
}

export interface Module {
  readonly name: string;
  /** File in the output directory; its name is the module's. */
  readonly file: string;
  readonly role: PeRole | ArrayRole | GridRole;
  /** For a decoder: the operands whose words it reads. */
  readonly serves?: readonly ('weight' | 'activation')[];
  /** Clock edges from an operand set to its result; 0 for combinational modules. */
  readonly latency: number;
  readonly ports: readonly Port[];
}

/** A module of a PE's design. */
export interface ModuleDescription extends Module {
  readonly role: PeRole;
}

/** A module of an array. */
export interface ArrayModule extends Module {
  readonly role: ArrayRole;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A design's modules, described and written out. */
export interface Emitted<M extends Module = Module> {
  readonly modules: readonly M[];
  /** SystemVerilog files, children before the modules that instantiate them. */
  readonly sources: readonly SourceFile[];
}

/** What a PE's config becomes. */
export type Design = Resolved & Emitted<ModuleDescription>;

/** What an array's config becomes. */
export type ArrayDesign = ArrayResolved & Emitted<ArrayModule>;

export type AnyDesign = Design | ArrayDesign;

export function isArrayDesign(design: AnyDesign): design is ArrayDesign {
  return design.config.kind === 'array';
}
