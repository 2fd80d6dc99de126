import { Failure } from '../system/failure.ts';

/** A tensor as the user names it, taken apart. */
export interface Reference {
  readonly text: string;
  readonly path: string;
  readonly container: 'npy' | 'safetensors' | 'onnx';
  /** What follows `#`. */
  readonly name?: string;
}

const REFERENCE = /^(.*?\.(npy|safetensors|onnx))(?:#(.*))?$/is;
const FORMS = 'a tensor is FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER';

/** Takes `file.npy`, `file.safetensors#name` or `model.onnx#name` apart. Throws Failure (input). */
export function parseReference(text: string): Reference {
  const [, path = '', extension = '', name] = REFERENCE.exec(text) ?? [];
  if (path === '')
    throw new Failure('input', `${JSON.stringify(text)} is no tensor`, hintFor(text));
  const container = extension.toLowerCase() as Reference['container'];
  if (container === 'npy' && name !== undefined) {
    throw new Failure('input', `${path} holds one tensor: leave out ${JSON.stringify(`#${name}`)}`);
  }
  return { text, path, container, ...(name ? { name } : {}) };
}

function hintFor(text: string): string {
  const file = text.replace(/#.*$/s, '').toLowerCase();
  if (file.endsWith('.gz')) return 'it is compressed: unpack it with gunzip';
  if (file.endsWith('.npz')) return 'it is an archive: unpack it with unzip, its members are .npy';
  return FORMS;
}
