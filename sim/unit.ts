import type { Module } from '../generator/design.ts';
import { callText } from './called.ts';

/** A module as a simulator is built from it. */
export interface Modelled {
  readonly module: Module;
  /** The lanes of an array's PE, each to be driven as a PE of its own. */
  readonly lanes?: readonly LanePorts[];
  /** Whether an array is a systolic grid, which has no streams. */
  readonly systolic?: true;
  /** It will not run for long: what counts is that it is compiled fast. */
  readonly brief?: true;
}

/** What a simulator is made of. */
export interface Parts<M extends Modelled> {
  /** Those that workloads drive. */
  readonly modules: M[];
  /** Those that others call. */
  readonly called: M[];
}

/** A model made by Verilator and the module that it is of. */
export interface Model extends Modelled {
  /** Name of the model's class. */
  readonly name: string;
  /** C++ files of the model. */
  readonly parts: readonly string[];
}

/** Where a lane lies in the ports of an array's PE. */
export interface LanePorts {
  readonly lane: number;
  /** Lowest bits of the lane's weight and of its sum. */
  readonly weightAt: number;
  readonly sumAt: number;
  /** Bits of the logs of decoded operands. */
  readonly logWidth: number;
  readonly actLogWidth: number;
  /** Bits of the lane in the ports for sums, and those of them that the PE's row holds. */
  readonly sumWidth: number;
  readonly accWidth: number;
}

/** How the driver drives a model: an adapter of sim/dut.h, array-dut.h, accelerator-dut.h or systolic-dut.h. */
interface Adapter {
  readonly className: string;
  /** The function that describes it to the driver. */
  readonly factory: string;
  /** What it must know of the module: widths of ports, and the latency. */
  readonly constants: Readonly<Record<string, number>>;
}

/** The translation unit of a simulator: the models and, for the driver, what they are. */
export function unitOf({ modules, called }: Parts<Model>): string {
  const entries = modules.flatMap((model) =>
    adaptersOf(model).map((adapter, index) => ({
      adapter,
      model: model.name,
      traits: `Of${model.name}${index === 0 ? '' : `_${index}`}`,
    })),
  );
  return [
    ...[...modules, ...called].flatMap(includesOf),
    ...(called.length === 0 ? [] : ['#include "svdpi.h"']),
    ...called.map(({ module, name }, index) => callText(module, name, index)),
    ...entries.map(({ adapter, model, traits }) => traitsText(adapter, model, traits)),
    `const Module kModules[] = {${entries.map(({ adapter, traits }) => `${adapter.factory}<${traits}>()`).join(', ')}};`,
    `const int kModuleCount = ${entries.length};`,
    '',
  ].join('\n');
}

/** Whether a PE takes its operands decoded. */
export function takesLogs(module: Pick<Module, 'ports'>): boolean {
  return hasPort(module, 'weight_log_i');
}

/** Whether a module is a whole array, or has one inside. */
export function holdsArray({ role }: Pick<Module, 'role'>): boolean {
  return role === 'array' || role === 'top';
}

/** Whether a decoder or encoder is told the format with every word. */
export function isRunTime(module: Pick<Module, 'ports'>): boolean {
  return hasPort(module, 'rs_i') || hasPort(module, 'scale_i');
}

/** What runs once, when a model is made, is half of the code of an array: it need not be fast. */
function includesOf({ module, brief, parts }: Model): string[] {
  const include = (path: string) => `#include "${path}"`;
  if (!holdsArray(module)) return parts.map(include);
  const needNotBeFast = (path: string) => brief || /__(Slow|Syms)\.cpp$/.test(path);
  return [
    ...parts.filter((path) => !needNotBeFast(path)).map(include),
    '#pragma GCC push_options',
    '#pragma GCC optimize ("O0")',
    ...parts.filter(needNotBeFast).map(include),
    '#pragma GCC pop_options',
  ];
}

/** One for each lane of an array's PE, else one. */
function adaptersOf({ module, lanes, systolic }: Modelled): Adapter[] {
  const width = (name: string) => module.ports.find((port) => port.name === name)?.width ?? 0;
  switch (module.role) {
    case 'decoder':
      return [isRunTime(module) ? runTimeDecoder(width) : decoder(width)];
    case 'encoder':
      return [isRunTime(module) ? runTimeEncoder(width) : encoder(width)];
    case 'pe':
      return lanes?.map((lane) => laneOfPe(lane, width)) ?? [pe(module, width)];
    case 'array':
      return [systolic ? grid(width) : array(width)];
    case 'top':
      return [accelerator(width)];
    default:
      throw new RangeError(`no adapter drives a module of role ${module.role}`);
  }
}

type WidthOf = (port: string) => number;

function decoder(width: WidthOf): Adapter {
  return { className: 'Decoder', factory: 'decoder', constants: { kLogWidth: width('log_o') } };
}

function encoder(width: WidthOf): Adapter {
  return { className: 'Encoder', factory: 'encoder', constants: { kAccWidth: width('acc_i') } };
}

function pe(module: Module, width: WidthOf): Adapter {
  const onLogs = takesLogs(module);
  return {
    className: 'Pe',
    factory: onLogs ? 'pe_on_logs' : 'pe_on_words',
    constants: {
      kAccWidth: width('acc_o'),
      kLatency: module.latency,
      ...(onLogs
        ? {
            kOnLogs: 1,
            kWeightLogWidth: width('weight_log_i'),
            kActLogWidth: width('act_log_i'),
          }
        : { kOnLogs: 0, kWeightBits: width('weight_i'), kActBits: width('act_i') }),
    },
  };
}

function laneOfPe(lane: LanePorts, width: WidthOf): Adapter {
  return {
    className: 'LaneOfPe',
    factory: 'lane_of_pe',
    constants: {
      kWeightWidth: width('weight_i'),
      kActWidth: width('act_i'),
      kSumWidth: width('sum_i'),
      kLanes: width('nar_i'),
      kLane: lane.lane,
      kWeightAt: lane.weightAt,
      kSumAt: lane.sumAt,
      kLogWidth: lane.logWidth,
      kActLogWidth: lane.actLogWidth,
      kLaneSum: lane.sumWidth,
      kAccWidth: lane.accWidth,
    },
  };
}

function runTimeDecoder(width: WidthOf): Adapter {
  return {
    className: 'RunTimeDecoder',
    factory: 'run_time_decoder',
    constants: {
      kMode: width('mode_i'),
      kEs: width('es_i'),
      kLanes: width('zero_o'),
      kLog: width('log_o'),
      kLog0: width('log_0_o'),
      kLog1: width('log_1_o'),
    },
  };
}

function runTimeEncoder(width: WidthOf): Adapter {
  return {
    className: 'RunTimeEncoder',
    factory: 'run_time_encoder',
    constants: {
      kAccWidth: width('acc_i'),
      kScale: width('scale_i'),
      kEs: width('es_i'),
      kRs: width('rs_i'),
    },
  };
}

function array(width: WidthOf): Adapter {
  return {
    className: 'Array',
    factory: 'array',
    constants: {
      kChannelStart: width('channel_start_i'),
      kChannelScale: width('channel_scale_i'),
      kWeight: width('weight_data_i'),
      kAct: width('act_data_i'),
      kResult: width('result_data_o'),
      kMode: width('tile_mode_i'),
      kEs: width('tile_weight_es_i'),
      kRs: width('tile_weight_rs_i'),
      kVectors: width('tile_vectors_i'),
    },
  };
}

function grid(width: WidthOf): Adapter {
  return {
    className: 'Grid',
    factory: 'grid',
    constants: {
      kMode: width('mode_i'),
      kWeight: width('weight_i'),
      kAct: width('act_i'),
      kPrevious: width('previous_i'),
      kSum: width('sum_o'),
      kJoined: width('joined_o'),
      kNar: width('nar_o'),
    },
  };
}

function accelerator(width: WidthOf): Adapter {
  return {
    className: 'Accelerator',
    factory: 'accelerator',
    constants: {
      kWeight: width('s_axis_weight_tdata'),
      kAct: width('s_axis_act_tdata'),
      kChannel: width('s_axis_channel_tdata'),
      kResult: width('m_axis_result_tdata'),
    },
  };
}

function traitsText({ className, constants }: Adapter, model: string, name: string): string {
  const members = Object.entries(constants).map(
    ([constant, value]) => `static constexpr int ${constant} = ${value};`,
  );
  return `struct ${name} { using Model = ${model}; using Adapter = ${className}<${name}>; ${members.join(' ')} };`;
}

function hasPort({ ports }: Pick<Module, 'ports'>, port: string): boolean {
  return ports.some(({ name }) => name === port);
}
