import { type AcceleratorShape, CHANNEL_BEAT, streamWidth } from '../../accelerator/shape.ts';
import type { Port } from '../../design.ts';
import { input, output } from '../ports.ts';

/** Bits of a register's byte address. */
export const ADDRESS_WIDTH = 12;

/** AXI4-Lite, as a slave. */
export function axiLitePorts(): Port[] {
  return [
    input('s_axil_awvalid', 1, 'a write address is offered'),
    output('s_axil_awready', 1, 'and taken'),
    input('s_axil_awaddr', ADDRESS_WIDTH, 'byte address'),
    input('s_axil_awprot', 3, 'not looked at'),
    input('s_axil_wvalid', 1, 'write data are offered'),
    output('s_axil_wready', 1, 'and taken'),
    input('s_axil_wdata', 32, 'word to write'),
    input('s_axil_wstrb', 4, 'bytes of it that count'),
    output('s_axil_bvalid', 1, 'a write is answered'),
    input('s_axil_bready', 1, 'and the answer taken'),
    output('s_axil_bresp', 2, '0: done, 2: refused, nothing changed'),
    input('s_axil_arvalid', 1, 'a read address is offered'),
    output('s_axil_arready', 1, 'and taken'),
    input('s_axil_araddr', ADDRESS_WIDTH, 'byte address'),
    input('s_axil_arprot', 3, 'not looked at'),
    output('s_axil_rvalid', 1, 'a read is answered'),
    input('s_axil_rready', 1, 'and the answer taken'),
    output('s_axil_rdata', 32, 'word that was read'),
    output('s_axil_rresp', 2, '0: done, 2: no such register'),
  ];
}

/** A register port, four AXI streams and an interrupt. */
export function topPorts({ array, weight, act, result }: AcceleratorShape): Port[] {
  const each = array.lanes.length === 1 ? 'column' : 'column and lane';
  return [
    input('clk_i', 1, 'rising edge'),
    input('rst_ni', 1, 'synchronous, active low: buffers stay'),
    ...axiLitePorts(),
    ...streamIn('weight', weight.width, 'bottom row first; per column a container'),
    ...streamIn('act', act.width, 'a vector: per row an activation word'),
    ...streamIn('channel', CHANNEL_BEAT, 'a channel: log scale below, start value above'),
    output('m_axis_result_tvalid', 1, 'a result is offered'),
    input('m_axis_result_tready', 1, 'and taken'),
    output('m_axis_result_tdata', streamWidth(result), `per ${each} a word`),
    output('m_axis_result_tlast', 1, 'the last one of the run'),
    output('irq_o', 1, 'a run is done, and its interrupt enabled'),
  ];
}

function streamIn(stream: string, bits: number, meaning: string): Port[] {
  return [
    input(`s_axis_${stream}_tvalid`, 1, 'a beat is offered'),
    output(`s_axis_${stream}_tready`, 1, 'and taken'),
    input(`s_axis_${stream}_tdata`, streamWidth(bits), meaning),
    input(`s_axis_${stream}_tlast`, 1, 'not looked at'),
  ];
}
