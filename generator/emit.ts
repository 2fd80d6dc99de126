import { isFloatDesign, type Resolved, resolveConfig } from './config/resolve.ts';
import type { CheckedPe } from './config/schema.ts';
import type { Design, ModuleDescription } from './design.ts';
import { describeModule, type Planned, written } from './planned.ts';
import { provenanceOf } from './provenance.ts';
import { type Operand, operandDecoders } from './views/decoder/operands.ts';
import { decoderPorts, decoderView } from './views/decoder/view.ts';
import { encoderPorts, encoderView } from './views/encoder/view.ts';
import { floatPePorts, floatPeView } from './views/float-pe/view.ts';
import type { Provenance } from './views/header.ts';
import type { DecoderNames } from './views/pe/add-logs.ts';
import { pePorts, peView } from './views/pe/view.ts';
import type { DesignInputs } from './weights/bounds.ts';

/**
 * Everything that a checked config becomes, given what it refers to. Same config and inputs, same
 * text. Throws Failure (input).
 */
export function design(checked: CheckedPe, inputs: DesignInputs = {}): Design {
  const resolved = resolveConfig(checked, inputs);
  return { ...resolved, ...written(planModules(resolved)) };
}

/** A module of a PE's design, planned. */
type PlannedModule = Planned<ModuleDescription>;

/** The modules of a config, children before the modules that instantiate them. */
export function planModules(resolved: Resolved): PlannedModule[] {
  const { config, derived } = resolved;
  const provenance = provenanceOf(config, 'weights' in derived ? derived.weights : undefined);
  const decoders = planDecoders(resolved, provenance);
  const nameOf = (operand: Operand) =>
    decoders.find(({ module }) => module.serves?.includes(operand))?.module.name ?? '';

  const names = { weight: nameOf('weight'), activation: nameOf('activation') };
  const encoder = describeModule<ModuleDescription>(resolved, 'encoder', {
    role: 'encoder',
    latency: 0,
    ports: encoderPorts(resolved),
  });

  return [
    ...decoders,
    planPe(resolved, names, provenance),
    { module: encoder, template: 'encoder', view: encoderView(encoder, resolved, provenance) },
  ];
}

function planPe(resolved: Resolved, decoders: DecoderNames, provenance: Provenance): PlannedModule {
  const latency = 1 + resolved.config.pe.pipeline;
  const rest = { role: 'pe', latency } as const;
  if (isFloatDesign(resolved)) {
    const module = describeModule<ModuleDescription>(resolved, 'pe', {
      ...rest,
      ports: floatPePorts(resolved),
    });
    const view = floatPeView(module, decoders, resolved, provenance);
    return { module, template: 'float_pe', view };
  }
  const module = describeModule<ModuleDescription>(resolved, 'pe', {
    ...rest,
    ports: pePorts(resolved),
  });
  return { module, template: 'pe', view: peView(module, decoders, resolved, provenance) };
}

function planDecoders(resolved: Resolved, provenance: Provenance): PlannedModule[] {
  const { weight, activation } = resolved.mac;
  return operandDecoders(weight, activation).map(({ suffix, format, serves }) => {
    const ports = decoderPorts(format);
    const module = describeModule<ModuleDescription>(resolved, suffix, {
      role: 'decoder',
      serves,
      latency: 0,
      ports,
    });
    return { module, template: 'decoder', view: decoderView(module, format, provenance) };
  });
}
