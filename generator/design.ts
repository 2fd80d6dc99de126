import type { Resolved } from './config/resolve.ts';
import type { ArrayResolved } from './config/resolve-array.ts';
import type { SystolicResolved } from './config/resolve-systolic.ts';

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

/** A module of a systolic grid. */
export interface GridModule extends Module {
  readonly role:
    | GridRole
    | Extract<ArrayRole, 'decoder' | 'product' | 'pe' | 'edge' | 'foot' | 'array'>;
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

/** What a systolic grid's config becomes. */
export type SystolicDesign = SystolicResolved & Emitted<GridModule>;

/** A PE of LP, or an array of them. */
export type LpDesign = Design | ArrayDesign;

export type AnyDesign = LpDesign | SystolicDesign;

export function isArrayDesign(design: AnyDesign): design is ArrayDesign {
  return design.config.kind === 'array';
}

export function isSystolicDesign(design: AnyDesign): design is SystolicDesign {
  return design.config.kind === 'systolic';
}
