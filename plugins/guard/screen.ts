import { defineScreen, type TextScreen } from 'tributary/sdk';
import { findPeople } from './engine/entities/entities.js';
import type { Finding } from './engine/finding.js';
import { findPersonalData } from './engine/personal-data.js';
import { type Policy, policy, policyNumber, policyOf } from './engine/policy.js';
import { openStream } from './engine/screen-stream.js';
import { screenInput, screenOutput } from './engine/screen-text.js';

/** The screen `guard`: what goes into and comes out of runs, by the policy of the tenant. */
export const screen = defineScreen({
  id: 'guard',
  version: policyNumber,
  ...screenBy(policy),
  configure: (settings) => screenBy(policyOf(settings)),
});

function screenBy(by: Policy): TextScreen {
  return {
    screenInput: (text) => screenInput(text, by),
    screenOutput: (text) => screenOutput(text, by),
    openStream: () => openStream(by),
    ...(by.modelSees === 'PSEUDONYMISE' && { personalData: findIdentity }),
  };
}

/** What placeholders stand for: what is told exactly first, then the names of people that clues tell. */
function findIdentity(text: string): Finding[] {
  const exact = findPersonalData(text);
  const people = findPeople(text).filter(
    ({ start, end }) => !exact.some((one) => one.start < end && start < one.end),
  );
  return [...exact, ...people];
}
