import type { AcceleratorShape } from '../../accelerator/shape.ts';
import type { ArrayModule } from '../../design.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { portLines } from '../ports.ts';
import { localparams } from '../text.ts';
import { channelIndexWidth } from './ports.ts';

export interface ChannelBufferView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  /** The genvar as wide as an index; null where a set has one channel. */
  readonly index: string | null;
  /** What is written in one place. */
  readonly word: string;
  /** Assignments of the parts that were read. */
  readonly outputs: readonly string[];
}

/** The memory of channel sets. */
export function channelBufferView(
  module: ArrayModule,
  shape: AcceleratorShape,
  provenance: Provenance,
): ChannelBufferView {
  const { channels, channel, array } = shape;
  const { startWidth, scaleWidth } = array;
  const starts = startWidth > 0;
  const index = channelIndexWidth(shape);
  const bits = (part: string) => (channels === 1 ? '' : `[channel*${part} +: ${part}]`);
  return {
    header: header(story(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams([
      { name: 'Depth', value: channel.depth, why: 'sets' },
      ...(channels > 1 ? [{ name: 'Channels', value: channels, why: 'of a set: C * lanes' }] : []),
      ...(index > 0 ? [{ name: 'IndexWidth', value: index, why: 'of a channel in its set' }] : []),
      ...(starts ? [{ name: 'StartWidth', value: startWidth, why: 'of a start value' }] : []),
      { name: 'ScaleWidth', value: scaleWidth, why: 'of a log scale' },
      {
        name: 'Width',
        value: startWidth + scaleWidth,
        why: starts ? 'StartWidth + ScaleWidth: {start, scale}' : 'ScaleWidth',
      },
    ]),
    index: index > 0 ? 'channel[IndexWidth-1:0]' : null,
    word: starts ? '{write_start_i, write_scale_i}' : 'write_scale_i',
    outputs: [
      ...(starts
        ? [`assign start_o${bits('StartWidth')} = read_q[ScaleWidth +: StartWidth];`]
        : []),
      `assign scale_o${bits('ScaleWidth')} = read_q[0 +: ScaleWidth];`,
    ],
  };
}

function story({ channels, array }: AcceleratorShape): string[] {
  const what = array.startWidth > 0 ? 'start value and log scale' : 'log scale';
  const each = channels === 1 ? 'one output channel' : `${channels} output channels`;
  return [
    `Channel buffer: sets of the ${what} of ${each}, written a channel at a time and read a set at ` +
      'a time.',
    '',
    'A set that is read stays at the outputs until the next read. A set that is read and written ' +
      'at the same edge gives old numbers or new ones: do not count on either.',
  ];
}
