import { type AcceleratorShape, streamWidth } from '../../accelerator/shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { ArrayModule, Port } from '../../design.ts';
import { svZeroExtend } from '../../systemverilog.ts';
import { connections } from '../array/connections.ts';
import { arrayPorts } from '../array/top.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { portLines } from '../ports.ts';
import { assignments, declarations, localparams, type Signal, unusedValue } from '../text.ts';
import { buffersView, type InstanceView } from './buffers.ts';
import { registersPorts, sequencerPorts } from './ports.ts';
import { topPorts } from './top-ports.ts';
import { topStory } from './top-story.ts';
import { unusedOfStreams } from './unused.ts';

/** Sections from the host to the array and back. */
export interface TopView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly registers: InstanceView & WithSignals;
  readonly streams: { readonly assigns: readonly string[] };
  readonly sequencer: InstanceView & WithSignals;
  readonly buffers: WithSignals & {
    readonly instances: readonly (InstanceView & { readonly name: string })[];
  };
  readonly array: InstanceView & WithSignals;
  /** A result beat, filled up to whole bytes. */
  readonly result: string;
  readonly unused: string;
}

interface WithSignals {
  readonly signals: readonly string[];
}

/** Names of the modules that the accelerator instantiates. */
export interface TopChildren {
  readonly registers: string;
  readonly sequencer: string;
  readonly weightBuffer: string;
  readonly actBuffer: string;
  readonly channelBuffer: string;
  readonly array: string;
}

export function topView(
  module: ArrayModule,
  children: TopChildren,
  resolved: ArrayResolved,
  shape: AcceleratorShape,
  provenance: Provenance,
): TopView {
  const { result } = shape;
  const own = new Set(topPorts(shape).map(({ name }) => name));
  const [run, bringing] = runAndRest(sequencerPorts(shape));
  const connect = (ports: readonly Port[], special: Readonly<Record<string, string>> = {}) =>
    connections(
      Object.fromEntries(
        ports.map(({ name }) => [
          name,
          special[name] ?? (own.has(name) ? name : name.replace(/_[io]$/, '')),
        ]),
      ),
    );
  return {
    header: header(topStory(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(parameters(shape)),
    registers: {
      signals: declarations([
        ...driven(registersPorts(shape), own),
        ...driven(run, own),
        ...Object.keys(STREAMS).map((stream) => ({
          name: `${stream}_write`,
          meaning: `a beat of ${STREAMS[stream]} is written`,
        })),
      ]),
      module: children.registers,
      connections: connect(registersPorts(shape)),
    },
    streams: {
      assigns: streamsIn(),
    },
    sequencer: {
      signals: declarations([
        ...driven(bringing, own),
        { name: 'weight_ready', meaning: 'the array takes weights' },
        { name: 'channel_ready', meaning: 'the array takes a channel set' },
        { name: 'act_ready', meaning: 'the array takes a vector' },
        { name: 'result_fire', meaning: 'a result is taken' },
      ]),
      module: children.sequencer,
      connections: connect(sequencerPorts(shape), { result_last_o: 'm_axis_result_tlast' }),
    },
    buffers: buffersView(children, shape, connect),
    array: {
      signals: declarations([
        { name: 'result_valid', meaning: 'a result is offered' },
        { name: 'result', width: 'ResultWidth', meaning: 'its words' },
      ]),
      module: children.array,
      connections: connect(arrayPorts(resolved), {
        result_ready_i: 'm_axis_result_tready',
        result_data_o: 'result',
      }),
    },
    result: svZeroExtend('result', result, streamWidth(result)),
    unused: unusedValue(unusedOfStreams(shape)),
  };
}

const STREAMS: Readonly<Record<string, string>> = {
  weight: 'weights',
  act: 'activations',
  channel: 'channels',
};

function streamsIn(): string[] {
  const streams = Object.keys(STREAMS);
  return assignments(
    Object.fromEntries([
      ...streams.map((stream) => [`s_axis_${stream}_tready`, 'stream_ready'] as const),
      ...streams.map(
        (stream) => [`${stream}_write`, `s_axis_${stream}_tvalid && stream_ready`] as const,
      ),
    ]),
  );
}

/** What the registers have to know of a run, and what brings the array its data. */
function runAndRest(ports: readonly Port[]): [Port[], Port[]] {
  const told = new Set(['busy_o', 'finish_o', 'cycles_o']);
  return [ports.filter(({ name }) => told.has(name)), ports.filter(({ name }) => !told.has(name))];
}

/** Signals that a child drives, but for those that are ports of the accelerator. */
function driven(ports: readonly Port[], own: ReadonlySet<string>): Signal[] {
  return ports
    .filter(({ name, direction }) => direction === 'output' && !own.has(name))
    .filter(({ name }) => name !== 'result_last_o')
    .map(({ name, width, meaning }) => ({ name: name.slice(0, -2), bits: width, meaning }));
}

function parameters({ weight, act, array, channels, result }: AcceleratorShape) {
  const { startWidth, scaleWidth } = array;
  return [
    { name: 'WeightWidth', value: weight.width, why: 'containers of a row of a tile' },
    { name: 'ActWidth', value: act.width, why: 'words of a vector' },
    { name: 'Channels', value: channels, why: 'C * lanes' },
    ...(startWidth > 0 ? [{ name: 'StartWidth', value: startWidth, why: 'of a start value' }] : []),
    { name: 'ScaleWidth', value: scaleWidth, why: 'of a log scale' },
    { name: 'ResultWidth', value: result, why: 'a word for each channel' },
  ];
}
