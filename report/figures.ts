/** Numbers and names as every report writes them. */

export function count(value: number, noun: string): string {
  return `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share in percent. Only 0 and 1 themselves are written as 0 % and 100 %. */
export function percent(share: number, digits = 1): string {
  const text = (100 * share).toFixed(digits);
  const step = 10 ** -digits;
  if (share > 0 && Number(text) === 0) return `<${step} %`;
  if (share < 1 && Number(text) === 100) return `>${(100 - step).toFixed(digits)} %`;
  return `${text} %`;
}

/** Three digits, where there is no room for more: 1.23M. */
export function compact(value: number): string {
  return value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
}

/** Text from a file on one line: what would move a terminal's cursor or turn its text is a box. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** At most so many letters; the end of a name says more than its start. */
export function elided(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `…${letters.slice(letters.length + 1 - most).join('')}`;
}
