import type { Register, RegisterField } from './register.ts';

/** "0x044": three digits. */
export function addressText(address: number): string {
  return `0x${address.toString(16).padStart(3, '0')}`;
}

/** "[11:8]", "[1]" */
export function bitsText({ lsb, width }: RegisterField): string {
  return width === 1 ? `[${lsb}]` : `[${lsb + width - 1}:${lsb}]`;
}

/** What a field may be written with, or what it always is. */
export function allowedText({ access }: Register, { allowed }: RegisterField): string {
  if (access === 'RO') return '';
  if (allowed.kind === 'list') return allowed.values.join(', ');
  return allowed.from === allowed.to ? `${allowed.from}` : `${allowed.from} to ${allowed.to}`;
}

/** Bits of a word that belong to a field. */
export function fieldMask({ lsb, width }: RegisterField): number {
  return (2 ** width - 1) * 2 ** lsb;
}

/** A word in hexadecimal, all eight digits. */
export function wordText(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
