import type { ModuleDescription } from '../generator/design.ts';

/** A model made by Verilator and the module that it is of. */
export interface Model {
  readonly module: ModuleDescription;
  /** Name of the model's class. */
  readonly name: string;
  /** C++ files of the model. */
  readonly parts: readonly string[];
}

/** The translation unit of a simulator: the models and, for the driver, what they are. */
export function unitOf(models: readonly Model[]): string {
  const entries = models.map(({ module, name }) => `${factory(module)}<Of${name}>()`);
  return [
    ...models.flatMap(({ parts }) => parts).map((path) => `#include "${path}"`),
    ...models.map((model) => traitsOf(model)),
    `const Module kModules[] = {${entries.join(', ')}};`,
    `const int kModuleCount = ${models.length};`,
    '',
  ].join('\n');
}

/** What its adapter must know of a module (sim/dut.h): widths of ports, and the latency. */
function moduleConstants(module: ModuleDescription): Record<string, number> {
  const width = (name: string) => module.ports.find((port) => port.name === name)?.width ?? 0;
  switch (module.role) {
    case 'decoder':
      return { kLogWidth: width('log_o') };
    case 'pe':
      return {
        kAccWidth: width('acc_o'),
        kLatency: module.latency,
        ...(takesLogs(module)
          ? {
              kOnLogs: 1,
              kWeightLogWidth: width('weight_log_i'),
              kActLogWidth: width('act_log_i'),
            }
          : { kOnLogs: 0, kWeightBits: width('weight_i'), kActBits: width('act_i') }),
      };
    case 'encoder':
      return { kAccWidth: width('acc_i') };
  }
}

/** Whether a PE takes its operands decoded. */
export function takesLogs({ ports }: Pick<ModuleDescription, 'ports'>): boolean {
  return ports.some(({ name }) => name === 'weight_log_i');
}

function traitsOf({ module, name }: Model): string {
  const constants = Object.entries(moduleConstants(module)).map(
    ([constant, value]) => `static constexpr int ${constant} = ${value};`,
  );
  const adapter = { decoder: 'Decoder', pe: 'Pe', encoder: 'Encoder' }[module.role];
  return `struct Of${name} { using Model = ${name}; using Adapter = ${adapter}<Of${name}>; ${constants.join(' ')} };`;
}

function factory(module: ModuleDescription): string {
  if (module.role !== 'pe') return module.role;
  return takesLogs(module) ? 'pe_on_logs' : 'pe_on_words';
}
