import { alignColumns } from '../../../system/text.ts';
import { type AcceleratorShape, CHANNEL_BEAT, streamWidth } from '../../accelerator/shape.ts';

/** What somebody who puts the accelerator into a system has to know first. */
export function topStory(shape: AcceleratorShape): string[] {
  const { array, weight, act, channel, channels, result } = shape;
  const { rows, cols } = array;
  const streams = alignColumns([
    row('weight', weight.width, `into the weight buffer: ${weight.depth} rows of tiles`),
    row('act', act.width, `into the activation buffer: ${act.depth} vectors of ${rows}`),
    [
      '  channel',
      `${CHANNEL_BEAT} bits`,
      `into the channel buffer: ${channel.depth} sets of ${channels} beats each`,
    ],
    row('result', result, 'out: a beat for each vector and block, tlast with the last'),
  ]);
  return [
    `Accelerator: a ${rows} x ${cols} array with buffers for weights, activations and channel ` +
      'sets, a sequencer that takes layers apart into tiles, and AXI around it.',
    '',
    'The host fills the buffers through AXI streams, describes a layer in registers through ' +
      'AXI4-Lite, starts the run, and takes results from a stream until it is done. It may fill ' +
      'other parts of the buffers and write the registers of the next layer meanwhile.',
    '',
    ...streams,
    '',
    'Data lie in the low bits of a beat, filled up to whole bytes. No ready or valid output ' +
      'depends on an input of the same cycle. Registers are listed in the registers module.',
  ];
}

function row(stream: string, bits: number, meaning: string): string[] {
  const filled = streamWidth(bits);
  const width = filled === bits ? `${bits} bits` : `${filled} bits, ${bits} used`;
  return [`  ${stream}`, width, meaning];
}
