import type { Combination, StudyRun } from './combinations.ts';

/** What `study` found; `study --json` prints it. */
export interface StudyReport {
  readonly networks: readonly StudiedNetwork[];
  /** In the order of the study, one for each run. */
  readonly rows: readonly StudyRow[];
  /** One for each combination of each network, over its seeds. */
  readonly summary: readonly SeedSummary[];
  readonly seconds: number;
}

export interface StudiedNetwork {
  readonly name: string;
  /** Path and sha256. */
  readonly model: { readonly file: string; readonly hash: string };
  readonly parameters: number;
  readonly calibrationInputs: number;
  /** Inputs that plans are judged on. */
  readonly inputs: number;
  /** Share of them that the float network answers rightly; null without labels. */
  readonly floatAccuracy: number | null;
}

/** A run that ended with a plan, or the reason why there is none. */
export type StudyRow = FinishedRun | FailedRun;

export interface FailedRun extends StudyRun {
  readonly state: 'failed';
  readonly reason: string;
}

export interface FinishedRun extends StudyRun, Found, Judged {
  readonly state: 'finished';
}

/** What the search says of its plan. */
export interface Found {
  /** Of the objective, on the calibration inputs. */
  readonly loss: number;
  readonly averageBits: number;
  readonly averageBitsOfMacs: number;
  /** P_I: the widest over layers with constant weights, for these weights and for any in these formats. */
  readonly tile: number;
  readonly agnosticTile: number;
  /** P_O, alike. */
  readonly sum: number;
  readonly agnosticSum: number;
  /** Words that a budget of bits kept from being the nearest. */
  readonly limited: number;
  /** Candidates that were measured. */
  readonly evaluations: number;
  /** Best score after each iteration. */
  readonly history: readonly number[];
  /** Of the search. */
  readonly seconds: number;
}

/** A plan on inputs that it was not made from, on the golden array. */
export interface Judged {
  readonly inputs: number;
  /** Share of inputs with the float network's answer. */
  readonly agreement: number;
  /** Of the answers, dB; null where nothing is lost. */
  readonly sqnr: number | null;
  /** null without labels. */
  readonly answers: PairedAnswers | null;
}

/** Answers of the plan beside those of the float network on the same inputs. */
export interface PairedAnswers {
  readonly accuracy: number;
  /** Against float, points. */
  readonly change: number;
  /** Inputs. */
  readonly becameRight: number;
  readonly becameWrong: number;
  /** Exact two-sided sign test of the two. */
  readonly p: number;
}

/** Figures that seeds spread. */
export const FIGURES = [
  'change',
  'agreement',
  'sqnr',
  'averageBits',
  'tile',
  'agnosticTile',
  'loss',
  'evaluations',
  'seconds',
] as const;
export type FigureName = (typeof FIGURES)[number];

/** The runs of a combination on a network that ended with a plan. */
export interface SeedSummary extends Combination {
  readonly network: string;
  readonly runs: number;
  /** Absent where no run has the figure. */
  readonly figures: Readonly<Partial<Record<FigureName, Spread>>>;
}

export interface Spread {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** Standard deviation of the sample; 0 for a single run. */
  readonly deviation: number;
}
