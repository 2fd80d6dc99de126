import type { ModuleDescription } from '../generator/design.ts';

/** A model made by Verilator and the module that it is of. */
export interface Model {
  readonly module: ModuleDescription;
  /** Name of the model's class. */
  readonly name: string;
  /** C++ files of the model. */
  readonly parts: readonly string[];
}

/** One translation unit that drives models: their files, the driver, their widths. */
export function unitOf(models: readonly Model[], driver: string): string {
  const includes = [...models.flatMap(({ parts }) => parts), driver];
  const entries = models.map(({ module, name }) => `run_module<${roleClass(module)}, Of${name}>`);
  return [
    ...includes.map((path) => `#include "${path}"`),
    ...models.map((model) => traitsOf(model)),
    `constexpr Module kModules[] = {${entries.join(', ')}};`,
    `int main(int argc, char** argv) { return drive(kModules, ${models.length}, argc, argv); }`,
    '',
  ].join('\n');
}

/** What the driver must know of a module beside its role: widths of ports, and the latency. */
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
export function takesLogs({ ports }: ModuleDescription): boolean {
  return ports.some(({ name }) => name === 'weight_log_i');
}

function traitsOf({ module, name }: Model): string {
  const constants = Object.entries(moduleConstants(module)).map(
    ([constant, value]) => `static constexpr int ${constant} = ${value};`,
  );
  return `struct Of${name} { using Model = ${name}; ${constants.join(' ')} };`;
}

function roleClass({ role }: ModuleDescription): string {
  return { decoder: 'Decoder', pe: 'Pe', encoder: 'Encoder' }[role];
}
