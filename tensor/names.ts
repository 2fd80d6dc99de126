import { closestFew } from '../system/closest.ts';
import { quoted, TensorFault } from './fault.ts';

/** What to say where a file of several tensors does not have the one that is asked for. */
export function nameFault(name: string | undefined, known: readonly string[]): TensorFault {
  const count = `${known.length} ${known.length === 1 ? 'tensor' : 'tensors'}`;
  if (known.length === 0) return new TensorFault('it holds no tensors');
  if (name === undefined) {
    const few = known.slice(0, 3).map(quoted).join(', ');
    const more = known.length > 3 ? ', ...' : '';
    return new TensorFault(`it holds ${count}: say which with #NAME`, `${few}${more}`);
  }
  const guesses = closestFew(name, known, 3).map(quoted).join(' or ');
  return new TensorFault(
    `it has no tensor ${quoted(name)} among its ${count}`,
    guesses === '' ? `e.g. ${quoted(known[0] as string)}` : `did you mean ${guesses}?`,
  );
}
