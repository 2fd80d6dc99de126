import { visit } from 'jsonc-parser';

/**
 * The first key that an object of a valid JSON text has twice; undefined where there is none. No
 * tree of the text is built. Throws RangeError where it is nested too deeply.
 */
export function repeatedKey(text: string): string | undefined {
  let repeated: string | undefined;
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectProperty: (key) => {
      const keys = open.at(-1);
      if (keys?.has(key)) repeated ??= key;
      keys?.add(key);
    },
    onObjectEnd: () => {
      open.pop();
    },
  });
  return repeated;
}
