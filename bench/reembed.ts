import { changeEmbeddings } from '../testkit/embedding-change.js';
import { type Benchmark, figure, percentile } from './benchmark.js';

const documents = 250;
const passagesEach = 20;
const added = 20;

/** Another embedding model for a whole system, while people search. */
export const reembed: Benchmark = {
  name: 'reembed',
  about: `another embedding model for ${documents * passagesEach} passages while four ask all the time, then back`,
  async run(say) {
    const report = await changeEmbeddings({ documents, passagesEach, added, searchers: 4, say });
    const none = { wanted: { atMost: 0 } };
    return [
      figure('searches that failed', report.failed.length, `of ${report.searches}`, none),
      figure('pages of two generations, or none', report.mixed, `of ${report.searches}`, none),
      figure('pages of the model before, after the switch', report.lateAfterSwitch, 'pages', none),
      figure('pages of the model before, after the rollback', report.lateAfterRollBack, 'pages', none),
      figure('the rollback', report.rollBackMs, 'ms', { wanted: { atMost: 1_000 } }),
      figure('passages embedded after the rollback', report.embeddedAfterRollBack, 'passages', none),
      figure('recall of the ten nearest', report.recall ?? 0, `${report.sampled} queries`, {
        wanted: { atLeast: 0.95 },
      }),
      figure('passages', report.passages, 'embedded anew'),
      figure('the change', report.changeMs / 1_000, 's'),
      figure('search meanwhile, median', percentile(report.searchMs, 0.5), 'ms'),
      figure('search meanwhile, 99th percentile', percentile(report.searchMs, 0.99), 'ms'),
      figure('added meanwhile, found by the new model', report.foundByNew, `of ${added / 2}`, {
        wanted: { atLeast: added / 2 },
      }),
      figure('added meanwhile, found by the model before', report.foundByOld, `of ${added / 2}`, {
        wanted: { atLeast: added / 2 },
      }),
    ];
  },
};
