import type { Resolved } from './config/resolve.ts';

export type Role = 'decoder' | 'pe' | 'encoder';

export interface Port {
  readonly name: string;
  readonly direction: 'input' | 'output';
  /** Bits. */
  readonly width: number;
  readonly signed: boolean;
  readonly meaning: string;
}

export interface ModuleDescription {
  readonly name: string;
  /** File in the output directory; its name is the module's. */
  readonly file: string;
  readonly role: Role;
  /** For a decoder: the operands whose words it reads. */
  readonly serves?: readonly ('weight' | 'activation')[];
  /** Clock edges from an operand set to its result; 0 for combinational modules. */
  readonly latency: number;
  readonly ports: readonly Port[];
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a config becomes: its modules, described and written out. */
export type Design = Resolved & {
  readonly modules: readonly ModuleDescription[];
  /** SystemVerilog files, children before the modules that instantiate them. */
  readonly sources: readonly SourceFile[];
};
