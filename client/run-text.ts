import type { RunEventData } from './run-stream.js';

/** The text of a run as a reader should show it. */
export interface RunText {
  text: string;
  /** False until the run has finished: validation, grounding and rules judge the whole. */
  checked: boolean;
}

/** Folds the events of a run into its text: a restart replaces what was shown, the end makes it checked. */
export function appendToText(shown: RunText, event: RunEventData): RunText {
  if (event.__typename === 'TextDelta') return { ...shown, text: shown.text + String(event.text) };
  if (event.__typename === 'RunRestarted') return { text: '', checked: false };
  if (event.__typename === 'RunFinished') return { ...shown, checked: true };
  return shown;
}

export const noText: RunText = { text: '', checked: false };
