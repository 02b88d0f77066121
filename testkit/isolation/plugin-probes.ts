import { adviceProbes } from './advice-probes.js';
import { answerProbes } from './answer-probes.js';
import { assistantProbes } from './assistant-probes.js';
import { automationProbes } from './automation-probes.js';
import { classificationProbes } from './classification-probes.js';
import { extractionProbes } from './extraction-probes.js';
import { guardProbes } from './guard-probes.js';
import { insightProbes } from './insight-probes.js';
import { notificationProbes } from './notification-probes.js';
import type { PluginProbes } from './probe.js';
import { reviewProbes } from './review-probes.js';
import { searchProbes } from './search-probes.js';
import { summarizationProbes } from './summarization-probes.js';
import { workProbes } from './work-probes.js';

/** Of each plugin that has a file of its own here. */
export const pluginProbes: readonly PluginProbes[] = [
  adviceProbes,
  answerProbes,
  assistantProbes,
  automationProbes,
  classificationProbes,
  extractionProbes,
  guardProbes,
  insightProbes,
  notificationProbes,
  reviewProbes,
  searchProbes,
  summarizationProbes,
  workProbes,
];
