import type { AcceleratorShape } from '../../accelerator/shape.ts';
import { CHANNEL_HALF } from '../../config/accelerator.ts';
import type { Port } from '../../design.ts';
import { declarations } from '../text.ts';
import { bufferPorts, channelBufferPorts } from './ports.ts';

/** An instance of a module: how its ports are connected. */
export interface InstanceView {
  readonly module: string;
  readonly connections: readonly string[];
}

export interface BuffersView {
  readonly signals: readonly string[];
  readonly instances: readonly (InstanceView & { readonly name: string })[];
}

type Connect = (ports: readonly Port[], special: Readonly<Record<string, string>>) => string[];

/** The three buffers: what the streams write, the array reads. */
export function buffersView(
  modules: {
    readonly weightBuffer: string;
    readonly actBuffer: string;
    readonly channelBuffer: string;
  },
  shape: AcceleratorShape,
  connect: Connect,
): BuffersView {
  const starts = shape.array.startWidth > 0;
  return {
    signals: declarations([
      { name: 'weight_data', width: 'WeightWidth', meaning: 'row of a tile' },
      { name: 'act_data', width: 'ActWidth', meaning: 'vector' },
      ...(starts
        ? [
            {
              name: 'channel_start',
              width: 'Channels*StartWidth',
              meaning: 'start values of a set',
            },
          ]
        : []),
      { name: 'channel_scale', width: 'Channels*ScaleWidth', meaning: 'log scales of a set' },
    ]),
    instances: [
      {
        name: 'u_weight_buffer',
        module: modules.weightBuffer,
        connections: connect(bufferPorts(shape.weight), {
          ...ports('weight'),
          write_data_i: 's_axis_weight_tdata[0 +: WeightWidth]',
          read_data_o: 'weight_data',
        }),
      },
      {
        name: 'u_act_buffer',
        module: modules.actBuffer,
        connections: connect(bufferPorts(shape.act), {
          ...ports('act'),
          write_data_i: 's_axis_act_tdata[0 +: ActWidth]',
          read_data_o: 'act_data',
        }),
      },
      {
        name: 'u_channel_buffer',
        module: modules.channelBuffer,
        connections: connect(channelBufferPorts(shape), {
          ...ports('channel'),
          write_index_i: 'channel_write_index',
          write_start_i: `s_axis_channel_tdata[${CHANNEL_HALF} +: StartWidth]`,
          write_scale_i: 's_axis_channel_tdata[0 +: ScaleWidth]',
          start_o: 'channel_start',
          scale_o: 'channel_scale',
        }),
      },
    ],
  };
}

function ports(stream: string): Record<string, string> {
  return {
    write_i: `${stream}_write`,
    write_place_i: `${stream}_write_place`,
    read_i: `${stream}_read`,
    read_place_i: `${stream}_read_place`,
  };
}
