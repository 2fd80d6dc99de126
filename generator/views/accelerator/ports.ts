import type { AcceleratorShape } from '../../accelerator/shape.ts';
import type { Port } from '../../design.ts';
import { bitLength } from '../../systemverilog.ts';
import { input, output } from '../ports.ts';
import { layerValues } from './layer.ts';
import { tileOutputs } from './tile-outputs.ts';
import { axiLitePorts } from './top-ports.ts';

const CLOCK = input('clk_i', 1, 'rising edge');
/** Bits of the cycle counter. */
export const CYCLES_WIDTH = 32;

/** Bits of a channel's index in its set; 0 where a set has one channel. */
export function channelIndexWidth({ channels }: AcceleratorShape): number {
  return bitLength(channels - 1);
}

export function registersPorts(shape: AcceleratorShape): Port[] {
  const { weight, act, channel } = shape;
  const index = channelIndexWidth(shape);
  return [
    CLOCK,
    input('rst_ni', 1, 'synchronous, active low'),
    ...axiLitePorts(),
    output('start_o', 1, 'a run begins at this edge'),
    ...layerValues(shape).map(({ name, width, meaning }) => output(`${name}_o`, width, meaning)),
    input('busy_i', 1, 'a run is under way'),
    input('finish_i', 1, 'its last result is taken at this edge'),
    input('cycles_i', CYCLES_WIDTH, 'cycles that it took so far'),
    output('irq_o', 1, 'a run is done, and its interrupt enabled'),
    output('stream_ready_o', 1, 'the buffers take beats'),
    input('weight_write_i', 1, 'a weight beat is written at this edge'),
    output('weight_write_place_o', weight.address, 'where to'),
    input('act_write_i', 1, 'an activation beat is written at this edge'),
    output('act_write_place_o', act.address, 'where to'),
    input('channel_write_i', 1, 'a channel is written at this edge'),
    output('channel_write_place_o', channel.address, 'into which set'),
    ...(index > 0 ? [output('channel_write_index_o', index, 'as which one of it')] : []),
  ];
}

export function sequencerPorts(shape: AcceleratorShape): Port[] {
  const { weight, act, channel } = shape;
  return [
    CLOCK,
    input('rst_ni', 1, 'synchronous, active low: no run is under way'),
    input('start_i', 1, 'a run begins at this edge'),
    ...layerValues(shape).map(({ name, width, meaning }) => input(`${name}_i`, width, meaning)),
    output('busy_o', 1, 'a run is under way'),
    output('finish_o', 1, 'its last result is taken at this edge'),
    output('cycles_o', CYCLES_WIDTH, 'cycles of the run so far, or of the last one'),
    output('weight_read_o', 1, 'read a weight beat at this edge'),
    output('weight_read_place_o', weight.address, 'from here'),
    output('weight_valid_o', 1, 'the beat read last is offered to the array'),
    input('weight_ready_i', 1, 'and taken'),
    ...tileOutputs(shape),
    output('channel_read_o', 1, 'read a channel set at this edge'),
    output('channel_read_place_o', channel.address, 'from here'),
    output('channel_valid_o', 1, 'the set read last is offered to the array'),
    input('channel_ready_i', 1, 'and taken'),
    output('act_read_o', 1, 'read an activation beat at this edge'),
    output('act_read_place_o', act.address, 'from here'),
    output('act_valid_o', 1, 'the beat read last is offered to the array'),
    input('act_ready_i', 1, 'and taken'),
    input('result_fire_i', 1, 'a result is taken at this edge'),
    output('result_last_o', 1, 'the one that is offered is the last of the run'),
  ];
}

/** A memory of weights or activations. */
export function bufferPorts({ address, width }: AcceleratorShape['weight']): Port[] {
  return [
    CLOCK,
    input('write_i', 1, 'write at this edge'),
    input('write_place_i', address, 'where to'),
    input('write_data_i', width, 'beat to write'),
    input('read_i', 1, 'read at this edge'),
    input('read_place_i', address, 'from where'),
    output('read_data_o', width, 'what was read last'),
  ];
}

/** The memory of channel sets: written channel by channel, read set by set. */
export function channelBufferPorts(shape: AcceleratorShape): Port[] {
  const { channel, channels, array } = shape;
  const { startWidth, scaleWidth } = array;
  const index = channelIndexWidth(shape);
  const each = channels === 1 ? 'the channel' : 'each channel';
  return [
    CLOCK,
    input('write_i', 1, 'write a channel at this edge'),
    input('write_place_i', channel.address, 'into which set'),
    ...(index > 0 ? [input('write_index_i', index, 'as which one of it')] : []),
    ...(startWidth > 0 ? [input('write_start_i', startWidth, 'its start value')] : []),
    input('write_scale_i', scaleWidth, 'its log scale'),
    input('read_i', 1, 'read a set at this edge'),
    input('read_place_i', channel.address, 'which one'),
    ...(startWidth > 0
      ? [output('start_o', channels * startWidth, `start value of ${each} of the set read last`)]
      : []),
    output('scale_o', channels * scaleWidth, `log scale of ${each} of it`),
  ];
}
