import type { Register } from '../../../accelerator/register.ts';
import { registersOf } from '../../../accelerator/registers.ts';
import type { AcceleratorShape } from '../../../accelerator/shape.ts';
import type { ArrayModule } from '../../../design.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { type HeaderView, header, type Provenance } from '../../header.ts';
import { portLines } from '../../ports.ts';
import { declarations, unusedValue } from '../../text.ts';
import { ADDRESS_WIDTH } from '../top-ports.ts';
import { legalRows } from './legal.ts';
import { addressName } from './names.ts';
import { beatLines, outputs, resets, stateSignals, writeRows } from './state.ts';
import { registersStory } from './story.ts';
import { valueRows } from './values.ts';

/** Sections in the order of a request's life. */
export interface RegistersView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly state: readonly string[];
  /** Rows of the tables by address. */
  readonly values: readonly string[];
  readonly legal: readonly string[];
  readonly writes: readonly string[];
  readonly reset: readonly string[];
  /** What beats of the streams do to the places. */
  readonly beats: readonly string[];
  readonly outputs: readonly string[];
  readonly unused: string;
}

export function registersView(
  module: ArrayModule,
  shape: AcceleratorShape,
  provenance: Provenance,
): RegistersView {
  const registers = registersOf(shape);
  return {
    header: header(registersStory(registers), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: addresses(registers),
    state: declarations(stateSignals(shape, registers)),
    values: valueRows(registers),
    legal: legalRows(registers),
    writes: writeRows(shape, registers),
    reset: resets(shape, registers),
    beats: beatLines(shape),
    outputs: outputs(shape, registers),
    unused: unusedValue([
      's_axil_awprot',
      's_axil_arprot',
      's_axil_awaddr[1:0]',
      's_axil_araddr[1:0]',
    ]),
  };
}

/** Byte addresses, by the names of the registers. */
function addresses(registers: readonly Register[]): string[] {
  const widest = Math.max(...registers.map(({ name }) => addressName(name).length));
  return registers.map(({ name, address, meaning }) => {
    const hex = address.toString(16).padStart(ADDRESS_WIDTH / 4, '0');
    const value = svLiteral(address, ADDRESS_WIDTH, 'hex').replace(/h.*/, `h${hex}`);
    return `localparam logic [11:0] ${addressName(name).padEnd(widest)} = ${value};  // ${meaning}`;
  });
}
