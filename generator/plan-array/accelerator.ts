import { acceleratorShape, type BufferShape } from '../accelerator/shape.ts';
import type { ArrayResolved } from '../config/resolve-array.ts';
import type { ArrayModule } from '../design.ts';
import { describeModule, type Planned } from '../planned.ts';
import { bufferView } from '../views/accelerator/buffer.ts';
import { channelBufferView } from '../views/accelerator/channel-buffer.ts';
import {
  bufferPorts,
  channelBufferPorts,
  registersPorts,
  sequencerPorts,
} from '../views/accelerator/ports.ts';
import { registersView } from '../views/accelerator/registers/view.ts';
import { sequencerView } from '../views/accelerator/sequencer/view.ts';
import { topView } from '../views/accelerator/top.ts';
import { topPorts } from '../views/accelerator/top-ports.ts';
import type { Provenance } from '../views/header.ts';

/** Edges from a vector's read to its result: into the buffer's register, and through the array. */
function latencyOf({ shape }: ArrayResolved): number {
  return 1 + shape.rows + shape.cols + 2;
}

/** What turns an array into an accelerator, children first; nothing where the config has none. */
export function planAccelerator(
  resolved: ArrayResolved,
  array: string,
  provenance: Provenance,
): Planned<ArrayModule>[] {
  if (resolved.config.accelerator === undefined) return [];
  const shape = acceleratorShape(resolved);
  const describe = (suffix: string, rest: Omit<ArrayModule, 'name' | 'file'>) =>
    describeModule<ArrayModule>(resolved, suffix, rest);

  const registers = describe('registers', {
    role: 'registers',
    latency: 2,
    ports: registersPorts(shape),
  });
  const sequencer = describe('sequencer', {
    role: 'sequencer',
    latency: 1,
    ports: sequencerPorts(shape),
  });
  const buffer = (of: 'weight' | 'act'): Planned<ArrayModule> => {
    const its: BufferShape = shape[of];
    const module = describe(`${of}_buffer`, {
      role: 'buffer',
      latency: 1,
      ports: bufferPorts(its),
    });
    return { module, template: 'buffer', view: bufferView(module, of, shape, provenance) };
  };
  const weight = buffer('weight');
  const act = buffer('act');
  const channel = describe('channel_buffer', {
    role: 'buffer',
    latency: 1,
    ports: channelBufferPorts(shape),
  });
  const top = describe('accelerator', {
    role: 'top',
    latency: latencyOf(resolved),
    ports: topPorts(shape),
  });
  const children = {
    registers: registers.name,
    sequencer: sequencer.name,
    weightBuffer: weight.module.name,
    actBuffer: act.module.name,
    channelBuffer: channel.name,
    array,
  };
  return [
    {
      module: registers,
      template: 'registers',
      view: registersView(registers, shape, provenance),
    },
    {
      module: sequencer,
      template: 'sequencer',
      view: sequencerView(sequencer, shape, provenance),
    },
    weight,
    act,
    {
      module: channel,
      template: 'channel_buffer',
      view: channelBufferView(channel, shape, provenance),
    },
    {
      module: top,
      template: 'accelerator',
      view: topView(top, children, resolved, shape, provenance),
    },
  ];
}
