import type { Module, Port } from '../generator/design.ts';
import { svRange } from '../generator/systemverilog.ts';
import { contentHash } from '../system/cache.ts';
import { rtlHash } from '../system/rtl-hash.ts';
import { childName, THIS_MODULE } from './script.ts';
import { isWrapper, WRAPPER_NAMES, type WrapperRole } from './wrappers.ts';

/** A module under names that every config shares, ready to be mapped alone. */
export interface CanonicalModule {
  /** SystemVerilog with THIS_MODULE in place of the module's name, children numbered, wrappers named. */
  readonly source: string;
  /** Black boxes with the ports of the children. */
  readonly stubs: string;
  /** Real names of the children, by their number. */
  readonly children: readonly string[];
  /** Wrappers that it instantiates. */
  readonly wrappers: readonly WrapperRole[];
  /** Equal for two modules that differ in names, comments and white space only. */
  readonly hash: string;
}

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** A module without children and wrappers, which has its name already. */
export function plainModule(source: string): CanonicalModule {
  const hash = contentHash(source);
  return { source, stubs: '', children: [], wrappers: [], hash };
}

/** Takes the config's names out of a module; `modules` are all that it may instantiate. */
export function canonicalModule(
  module: Module,
  text: string,
  { config, modules }: { config: string; modules: readonly Module[] },
): CanonicalModule {
  const all = instantiated(module, text, modules);
  const wrappers = all.filter(isWrapper);
  const children = all.filter((child) => !isWrapper(child));
  const names = new Map([
    [module.name, THIS_MODULE],
    ...wrappers.map(({ name, role }) => [name, WRAPPER_NAMES[role]] as const),
    ...children.map(({ name }, index) => [name, childName(index)] as const),
  ]);
  const source = renameIdentifiers(text, names);
  const stubs = children.map(({ ports }, index) => blackBox(childName(index), ports)).join('');
  return {
    source,
    stubs,
    children: children.map(({ name }) => name),
    wrappers: wrappers.map(({ role }) => role),
    hash: contentHash(rtlHash([source], config), stubs),
  };
}

/** Gives names back to a netlist or a message. */
export function restoreNames(text: string, name: string, children: readonly string[]): string {
  const names = new Map([
    [THIS_MODULE, name],
    ...children.map((child, index) => [childName(index), child] as const),
  ]);
  return text.replace(/\blogposit_\w+/g, (word) => names.get(word) ?? word);
}

/** Modules of the design that the text names, in the order of their first appearance. */
function instantiated(module: Module, text: string, modules: readonly Module[]): Module[] {
  const others = new Map(modules.map((other) => [other.name, other]));
  others.delete(module.name);
  const words = text.replace(COMMENT, ' ').match(IDENTIFIER) ?? [];
  return [...new Set(words)].flatMap((word) => others.get(word) ?? []);
}

const IDENTIFIER = /(?<![\w$'.])[A-Za-z_][\w$]*/g;

function renameIdentifiers(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(IDENTIFIER, (word) => names.get(word) ?? word);
}

function blackBox(name: string, ports: readonly Port[]): string {
  const list = ports.map(
    ({ direction, width, signed, name }) =>
      `  ${[direction, ...(signed ? ['signed'] : []), svRange(width), name].filter(Boolean).join(' ')}`,
  );
  return `(* blackbox *)\nmodule ${name} (\n${list.join(',\n')}\n);\nendmodule\n`;
}
