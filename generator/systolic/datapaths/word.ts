import type { Body } from '../datapath.ts';

/** A decoder that gives a word on, or part of it. */
export function wordBody(story: readonly string[], view: WordView): Body {
  return { template: 'word', story, view };
}

interface WordView {
  readonly comment: string;
  readonly port: 'weight_o' | 'act_o';
  readonly word: string;
  readonly unused?: string;
}
